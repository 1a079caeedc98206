"""256 words that two people can read to each other: no two begin with the same three letters.

The order is part of the protocol: byte b is word b.
"""

from __future__ import annotations

from typing import Final

_TEXT: Final = """
    acorn actor album alley amber anchor angle apple april arrow atlas autumn badge baker bamboo
    banjo barley basket beacon bench berry bicycle blanket blossom bottle branch bridge bronze
    bucket butter cabin cactus camel candle carpet castle cedar cello cereal chalk cherry circus
    citrus clover coffee comet copper coral cotton cousin cradle cricket crystal cushion daisy
    dancer desert diamond dinner dolphin domino donkey dragon drum eagle easel echo elbow
    elephant emerald enamel engine envelope fabric falcon farmer feather fiddle finger flannel
    flute forest fossil fountain freckle funnel galaxy garden gazelle gentle ginger giraffe
    glacier goblet granite guitar hammock harbor hazel helmet heron hockey honey horizon hotel
    iceberg igloo indigo island ivory jacket jasmine jelly jigsaw jockey journal juniper kayak
    kernel kettle kitten koala ladder lagoon lantern laundry lemon leopard library lily linen
    lizard lobster locket lunar magnet mango maple marble meadow melon mirror mitten monkey
    mosaic mountain muffin museum napkin nectar needle nickel noodle novel nutmeg oasis object
    ocean olive onion opera orange orchard organ otter oyster paddle palace panda paper parrot
    pasta peach pebble pencil pepper piano pigeon pillow planet plum pocket poem polar pony
    potato pumpkin puzzle quartz quilt rabbit radio rainbow raven recipe ribbon river rocket
    rooster rose ruby saddle salmon sandal satin school season shadow shelf silver singer
    slipper snow sofa spider sponge squirrel statue summer sunset tablet tailor teapot tennis
    thimble thunder ticket tiger tomato topaz tower trumpet tulip turtle umbrella uncle valley
    vanilla velvet village violin voyage waffle wagon walnut water whistle willow window wizard
    wool yacht yellow yogurt zebra zephyr
"""
WORDS: Final[tuple[str, ...]] = tuple(_TEXT.split())
