-- Resume and yield: between two, in pipelines, at depth, and in many short lives.
local yield, wrap = coroutine.yield, coroutine.wrap
local function count(n) return wrap(function() for i = 1, n do yield(i) end end) end
local function keep(modulus, source)
  return wrap(function()
    for n in source do if n % modulus ~= 0 then yield(n) end end
  end)
end
local function descend(depth, value)
  if depth == 0 then return yield(value) end
  return 1 + descend(depth - 1, value)
end
return function()
  local total, value = 0, 0
  local echo = coroutine.create(function(n) while true do n = yield(n + 1) end end)
  for _ = 1, 300000 do
    local _, answer = coroutine.resume(echo, value)
    value = answer
  end
  for n in keep(5, keep(3, keep(2, count(20000)))) do total = total + n end
  for i = 1, 20000 do
    local life = wrap(function(a) local b = yield(a * 2) return a + b end)
    total = total + life(i) + life(1)
  end
  local deep = wrap(function() while true do total = total + descend(6, total) end end)
  deep()
  for _ = 1, 15000 do deep(1) end
  return total + value
end
