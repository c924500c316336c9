-- Functions made, passed and called all the time.
local function map(list, f)
  local out = {}
  for i, v in ipairs(list) do out[i] = f(v) end
  return out
end
local function fold(list, f, start)
  for i = 1, #list do start = f(start, list[i]) end
  return start
end
local function accumulator()
  local sum = 0
  return function(n)
    sum = sum + (n or 1)
    return sum
  end
end
local function compose(f, g) return function(...) return f(g(...)) end end
return function()
  local list, total = {}, 0
  for i = 1, 100 do list[i] = i end
  for round = 1, 800 do
    local scaled = map(list, function(v) return v * round end)
    total = total + fold(scaled, function(a, b) return a + b end, 0)
    local add = accumulator()
    for _ = 1, 100 do total = total + add(round % 5) end
  end
  local chain = compose(function(v) return v + 1 end, compose(function(v) return v * 2 end, function(a, b) return a - b end))
  for i = 1, 40000 do total = total + chain(i, 3) end
  return total
end
