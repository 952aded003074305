"""Which stages and conditions there are: asked only where somebody names one that no unit is in or blocked by."""

from playbook.app.accept import map_sources, stage_maps
from playbook.app.world import World
from playbook.gates import CONDITIONS


def stages(world: World) -> list[str]:
    """Return the stages of every rollout that this workspace has a map for, in the order of the maps.

    Raises:
        ConfigurationError: a map has problems.
    """
    maps = [stage_maps(world, map_sources(world, path))["rollout"] for path in world.folder.paths()]
    return list(dict.fromkeys(stage.id for each in maps for stage in each.stages))


def conditions() -> list[str]:
    """Return the names of all conditions, and `hold`."""
    return [*CONDITIONS, "hold"]
