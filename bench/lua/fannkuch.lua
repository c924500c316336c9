-- Small arrays of integers, read and written all over.
local function flips(p, scratch)
  for i = 1, #p do scratch[i] = p[i] end
  local count = 0
  while scratch[1] ~= 1 do
    local last = scratch[1]
    for i = 1, math.floor(last / 2) do scratch[i], scratch[last - i + 1] = scratch[last - i + 1], scratch[i] end
    count = count + 1
  end
  return count
end
return function()
  local n, most, sum = 8, 0, 0
  local p, scratch, wheel = {}, {}, {}
  for i = 1, n do p[i], wheel[i] = i, 0 end
  local sign, i = 1, 1
  while i <= n do
    if i == 1 then
      local count = flips(p, scratch)
      most, sum, sign = math.max(most, count), sum + sign * count, -sign
      i = 2
    elseif wheel[i] < i - 1 then
      local first = p[1]
      for k = 1, i - 1 do p[k] = p[k + 1] end
      p[i] = first
      wheel[i] = wheel[i] + 1
      i = 1
    else
      local first = p[1]
      for k = 1, i - 1 do p[k] = p[k + 1] end
      p[i] = first
      wheel[i] = 0
      i = i + 1
    end
  end
  return most .. " " .. sum
end
