"""Render a statement as sections and rows, the same for the one who sends and the one who reads.

There is no language and no markup here. A row's key and a code's vocabulary name what the node
translates; a value is what was said. Everything that was said has a place.
"""

from answerable.casework.rendering.layout import Rendering, Row, Section, Value, ValueType
from answerable.casework.rendering.render import render

__all__ = ["Rendering", "Row", "Section", "Value", "ValueType", "render"]
