"""Why a mapping or a cell was not taken."""


class DataSetError(Exception):
    """Something about a data set or its mapping is not as it must be."""


class NotAMapping(DataSetError):
    """A mapping is not of the documented form; the text says where and what is expected."""


class BadCell(DataSetError):
    """A value is not what its field needs; `code` says why."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.value = code, value
