-- Arithmetic with objects of the host: vec3(x, y, z), vdot, vlen.
local vec3, vdot, vlen = vec3, vdot, vlen
return function()
  local position, velocity, wind = vec3(0, 10, 0), vec3(3, 0, 1), vec3(-0.1, -9.8, 0.2)
  local total = 0
  for _ = 1, 50000 do
    velocity = velocity + wind * 0.01
    position = position + velocity * 0.01
    if position.y < 0 then
      position.y = -position.y
      velocity = vec3(velocity.x * 0.9, -velocity.y * 0.7, velocity.z)
    end
    total = total + vlen(position - velocity) + vdot(-velocity, wind) * 1e-3
  end
  return string.format("%.2f", total % 1e6)
end
