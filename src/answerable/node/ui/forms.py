"""Render every form field the same way: label, hint, error, control."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Our templates for forms and fields; set as `FORM_RENDERER`."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
