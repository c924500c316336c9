local function show(...) print(...) end
show(nil and 1, false and 1, 1 and 2, nil or 1, false or nil, 1 or 2)
show(not nil, not false, not 0, not "", not not 1)
show(1 == 1 and "yes" or "no", 1 == 2 and "yes" or "no")
local a, b, c = nil, false, 0
show(a or b, b or a, a and b, b and a, c and "zero is true")
show((a or 1) + (b or 2) + (c or 3))
local function f(x) io.write("f", tostring(x), " ") return x end
show(f(1) and f(2), f(nil) and f(3), f(false) or f(4), f(5) or f(6))
show(f(nil) or f(false) or f(7), f(8) and f(false) and f(9))
local t = {}
show(t.x and t.x.y, t.x or "default", (t.x or {}).y)
local x = a and 1 or b and 2 or 3
show(x, a == nil and b == false, a ~= b)
show(1 and nil, 1 and false, nil and nil, false or false)
