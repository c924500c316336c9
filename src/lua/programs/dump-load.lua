local function add(a, b) return a + b end
local f = loadstring(string.dump(add)) print(f(2, 3))
local up = 5 local function useup() return up end
print(pcall(loadstring(string.dump(function() return 1, 2, 3 end)))) print(loadstring(string.dump(useup))())
print(loadstring(string.dump(function(...) return select("#", ...), ... end))(1, nil, 3)) print(pcall(string.dump, print)) print(pcall(string.dump))
local t = {} function t:m(a) return self, a end local m = loadstring(string.dump(t.m)) print(m(1, 2))
local chunk = loadstring("local x = 5 return x * 2") print(loadstring(string.dump(chunk))())
print(type(string.dump(add)), string.dump(add):byte(1) == 27)
