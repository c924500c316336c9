local function f(a, b, c) return a, b, c end
print(f(1), f(1, 2), f(1, 2, 3, 4))
print((f(1, 2, 3)))
local function count(...) return select("#", ...) end
print(count(), count(nil), count(nil, nil), count(f()), count(f(), 1), count((f())))
local function none() end
print(count(none()), count((none())), none())
print(type(none()) == nil, pcall(type, none()))
local t = { none() }
print(#t, ({ f(1, 2, 3) })[3])
