local V = {}
V.__index = V
local function new(x, y) return setmetatable({ x = x, y = y }, V) end
V.__add = function(a, b) if type(b) == "number" then return new(a.x + b, a.y + b) elseif type(a) == "number" then return new(a + b.x, a + b.y) end return new(a.x + b.x, a.y + b.y) end
V.__sub = function(a, b) return new(a.x - b.x, a.y - b.y) end
V.__mul = function(a, b) return type(a) == "number" and new(a * b.x, a * b.y) or type(b) == "number" and new(a.x * b, a.y * b) or a.x * b.x + a.y * b.y end
V.__div = function(a, b) return new(a.x / b, a.y / b) end
V.__mod = function(a, b) return new(a.x % b, a.y % b) end
V.__pow = function(a, b) return new(a.x ^ b, a.y ^ b) end
V.__unm = function(a) return new(-a.x, -a.y) end
V.__tostring = function(a) return "(" .. a.x .. "," .. a.y .. ")" end
V.__concat = function(a, b) return tostring(a) .. "~" .. tostring(b) end
V.__len = function() return 99 end
V.__call = function(self, k) return self[k] end
local a, b = new(1, 2), new(3, 4)
print(tostring(a + b), tostring(a - b), a * b, tostring(a * 2), tostring(3 * b))
print(tostring(b / 2), tostring(b % 2), tostring(a ^ 2), tostring(-a), tostring(a + 1), tostring(1 + a))
print(a .. b, a .. "s", "s" .. a, 1 .. a)
print(a("x"), a("y"), pcall(a, "x"))
print(pcall(function() return a + nil end))
print(pcall(function() return {} + {} end))
local c = a
c = c + b
c = c * 0.5
print(tostring(c))
