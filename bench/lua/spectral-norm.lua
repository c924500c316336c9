-- Arrays of floating-point numbers.
local function element(i, j) return 1 / ((i + j - 1) * (i + j - 2) / 2 + i) end
local function times(v, n, transposed)
  local out = {}
  for i = 1, n do
    local sum = 0
    for j = 1, n do sum = sum + v[j] * (transposed and element(j, i) or element(i, j)) end
    out[i] = sum
  end
  return out
end
return function()
  local n, u, v = 100, {}, nil
  for i = 1, n do u[i] = 1 end
  for _ = 1, 4 do
    v = times(times(u, n, false), n, true)
    u = times(times(v, n, false), n, true)
  end
  local uv, vv = 0, 0
  for i = 1, n do uv, vv = uv + u[i] * v[i], vv + v[i] * v[i] end
  return string.format("%.9f", math.sqrt(uv / vv))
end
