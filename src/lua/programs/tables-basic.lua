local t = { 1, 2, 3, x = "ex", ["y z"] = "why", [10] = "ten", [true] = "yes", 4 }
print(t[1], t[4], t.x, t["y z"], t[10], t[true], #t)
t.x = nil
print(t.x, t.missing)
t[1.5] = "frac" t[-1] = "neg" t[0] = "zero"
print(t[1.5], t[-1], t[0])
local k = {}
t[k] = "table key"
t[print] = "function key"
print(t[k], t[print], t[{}])
t.nested = { a = { b = { c = "deep" } } }
print(t.nested.a.b.c)
t.nested.a.b.c = nil
print(t.nested.a.b.c)
local u = { [1] = "a", "b", [2] = "c" }
print(u[1], u[2])
local v = { f = function() return "called" end }
print(v.f(), v["f"]())
print(({ 1, 2, 3 })[2], ({ a = 5 }).a, #{ { } , { } })
local w = { 1, 2, 3, }
local z = { 1; 2; 3 }
print(#w, #z)
t = { [1] = 1, [2] = 2, [4] = 4 }
print(t[1], t[2], t[3], t[4])
