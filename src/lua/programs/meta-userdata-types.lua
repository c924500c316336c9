print(pcall(function() return (5).x end))
print(pcall(function() return (nil).x end))
print(pcall(function() return (true).x end))
print(pcall(function() return print.x end))
print(pcall(function() local f = function() end f.x = 1 end))
print(("x").len == string.len, ("x").nope)
print(pcall(function() ("x").y = 1 end))
local p = newproxy(true)
print(type(p), type(getmetatable(p)), getmetatable(newproxy()))
getmetatable(p).__index = function(_, k) return "field " .. k end
getmetatable(p).__len = function() return 7 end
getmetatable(p).__call = function(_, a) return a end
getmetatable(p).__add = function(a, b) return type(a) .. type(b) end
print(p.abc, #p, p(5), p + 1, 1 + p)
local q = newproxy(p)
print(getmetatable(q) == getmetatable(p), q == p, q.z)
print(pcall(newproxy, 5))
local t = {} t[p] = "keyed"
print(t[p], t[q])
