-- Records of floating-point fields.
local function body(mass, x, y, vx, vy) return { mass = mass, x = x, y = y, vx = vx, vy = vy } end
local function step(bodies, dt)
  for i = 1, #bodies do
    local a = bodies[i]
    for j = i + 1, #bodies do
      local b = bodies[j]
      local dx, dy = a.x - b.x, a.y - b.y
      local square = dx * dx + dy * dy + 0.01
      local pull = dt / (square * math.sqrt(square))
      a.vx, a.vy = a.vx - dx * b.mass * pull, a.vy - dy * b.mass * pull
      b.vx, b.vy = b.vx + dx * a.mass * pull, b.vy + dy * a.mass * pull
    end
  end
  for _, a in ipairs(bodies) do a.x, a.y = a.x + dt * a.vx, a.y + dt * a.vy end
end
return function()
  local bodies = { body(10, 0, 0, 0, 0), body(1, 5, 0, 0, 1.4), body(0.5, -8, 0, 0, -1.1), body(0.2, 0, 12, -0.9, 0) }
  for _ = 1, 20000 do step(bodies, 0.01) end
  return string.format("%.6f", bodies[2].x)
end
