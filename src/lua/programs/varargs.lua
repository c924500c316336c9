local function sum(...)
  local total = 0
  for i = 1, select("#", ...) do total = total + (select(i, ...) or 0) end
  return total
end
print(sum(), sum(1), sum(1, 2, 3), sum(nil, 5))
local function pack(...) return { n = select("#", ...), ... } end
local p = pack(1, nil, 3, nil)
print(p.n, p[1], p[2], p[3], p[4])
print(unpack({ 1, 2, 3 }))
print(unpack({ 1, 2, 3 }, 2))
print(unpack({ 1, 2, 3 }, 2, 5))
print(unpack({}, 1, 2))
print(select(-1, 1, 2, 3), select(-2, 1, 2, 3))
print(pcall(select, 0, 1))
print(pcall(select, -5, 1))
print(select(2, "a", "b", "c"))
local function last(...) return (select(select("#", ...), ...)) end
print(last(1, 2, 3))
local function tail(first, ...) return ... end
print(tail(1, 2, 3), (tail(1, 2, 3)))
print((...) == nil, select("#", ...))
local function nested(...) local f = function(...) return ... end return f(...), f(1, ...) end
print(nested("a", "b"))
local t = { ..., "end" }
print(#t)
