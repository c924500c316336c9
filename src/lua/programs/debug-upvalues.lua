local a, b = 1, 2
local function f() a = a + 1 return a + b end
local function g() b = b * 2 end
print(debug.getupvalue(f, 1)) print(debug.getupvalue(f, 2)) print(debug.getupvalue(f, 3)) print(debug.setupvalue(f, 1, 10), a, f()) print(debug.setupvalue(f, 5, 1)) print(debug.getupvalue(g, 1)) g() print(b, f())
print(pcall(debug.getupvalue, 5, 1)) print(pcall(debug.getupvalue, f)) print(debug.getmetatable("").__index == string, debug.getregistry() ~= nil, type(debug.getregistry()))
debug.setmetatable(10, { __index = { double = function(n) return n * 2 end }, __call = function(n, m) return n + m end }) print((5):double(), (5)(6)) debug.setmetatable(10, nil) print(pcall(function() return (5).x end))
debug.setmetatable(nil, { __index = function(_, k) return "nil." .. k end }) print((nil).foo) debug.setmetatable(nil, nil)
debug.setmetatable(print, { __index = { name = "fn" } }) print(print.name, (function() end).name) debug.setmetatable(print, nil)
print(debug.getfenv(f) == _G, debug.setfenv(f, { }) == f)
