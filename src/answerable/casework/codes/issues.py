"""Issue tags: topics that an inquiry touches. A tag is an issue engaged, never a finding.

The numbers in the comments are those of the ICRC study of customary humanitarian law.
"""

from enum import StrEnum


class IssueTag(StrEnum):
    """A topic of the law that is engaged."""

    DISTINCTION_PERSONS = "distinction_persons"  # 1, 6
    TERROR = "terror"  # 2
    DISTINCTION_OBJECTS = "distinction_objects"  # 7-10
    INDISCRIMINATE = "indiscriminate"  # 11-13
    PROPORTIONALITY = "proportionality"  # 14
    PRECAUTIONS = "precautions"  # 15
    VERIFY = "verify"  # 16
    MEANS = "means"  # 17
    ASSESS = "assess"  # 18
    CANCEL = "cancel"  # 19
    WARNING = "warning"  # 20
    TARGET_CHOICE = "target_choice"  # 21
    PASSIVE_PRECAUTIONS = "passive_precautions"  # 22-24
    MEDICAL = "medical"  # 25-30
    RELIEF_PERSONNEL = "relief_personnel"  # 31
    RELIEF_OBJECTS = "relief_objects"  # 32
    PEACEKEEPING = "peacekeeping"  # 33
    JOURNALISTS = "journalists"  # 34
    PROTECTED_ZONES = "protected_zones"  # 35-37
    CULTURAL_PROPERTY = "cultural_property"  # 38-40
    DANGEROUS_FORCES = "dangerous_forces"  # 42
    ENVIRONMENT = "environment"  # 43-45
    STARVATION = "starvation"  # 53
    INDISPENSABLE_OBJECTS = "indispensable_objects"  # 54
    RELIEF_ACCESS = "relief_access"  # 55
    RELIEF_MOVEMENT = "relief_movement"  # 56
    WEAPONS = "weapons"  # 70-72, 84-85
    TREATMENT = "treatment"  # 87, 89, 90, 93
    HOSTAGES = "hostages"  # 96
    HUMAN_SHIELDS = "human_shields"  # 97
    DISAPPEARANCE = "disappearance"  # 98
    ARBITRARY_DETENTION = "arbitrary_detention"  # 99
    COLLECTIVE_PUNISHMENT = "collective_punishment"  # 103
    WOUNDED = "wounded"  # 109-111
    DEAD_AND_MISSING = "dead_and_missing"  # 112-117
    DISPLACEMENT = "displacement"  # 129-133
    WOMEN = "women"  # 134
    CHILDREN = "children"  # 135-137
    ELDERLY_DISABLED = "elderly_disabled"  # 138
    RESPECT = "respect"  # 139
    NO_RECIPROCITY = "no_reciprocity"  # 140
    ENSURE_RESPECT = "ensure_respect"  # 144
    STATE_RESPONSIBILITY = "state_responsibility"  # 149
    REPARATION = "reparation"  # 150
    COMMAND_RESPONSIBILITY = "command_responsibility"  # 152, 153
    INVESTIGATE = "investigate"  # 158
