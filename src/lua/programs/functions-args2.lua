local function f(a, b) b = b or "default" return a .. b end
print(f("x"), f("x", "y"), f("x", nil, "z"))
local function g(...) local a, b = ... return b, a end
print(g(1, 2), g(1), g())
print((function(...) return ... end)(1, nil, 3))
print(#{ (function(...) return ... end)(1, 2, 3) })
local obj = { v = 5 }
function obj:get(n) return self.v + (n or 0) end
function obj.static(n) return n end
print(obj:get(), obj:get(3), obj.get({ v = 1 }), obj.static(9), obj.static(obj:get()))
print(("abc"):len(), ("%d"):format(5), ("x"):rep(3))
local s = "method"
print(s:sub(2, 3), s:upper())
print(type{} .. type"")
print"string call"
