components {
  id: "script"
  component: "/lobby/curtain.script"
}
embedded_components {
  id: "sprite"
  type: "sprite"
  data: "tile_set: \"/art/lobby.atlas\"\n"
  "default_animation: \"curtain\"\n"
  "material: \"/builtins/materials/sprite.material\"\n"
  "blend_mode: BLEND_MODE_ALPHA\n"
  ""
}
