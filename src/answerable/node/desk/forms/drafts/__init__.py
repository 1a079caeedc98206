"""The composer's forms: the frame of a message, and the parts that it says."""

from answerable.node.desk.forms.drafts.frame import FRAMES, FrameForm
from answerable.node.desk.forms.drafts.says import Says

__all__ = ["FRAMES", "FrameForm", "Says"]
