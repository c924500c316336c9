print(tostring(nil), tostring(true), tostring(1), tostring(1.5), tostring("x"), tostring(-0.0) == "-0" or tostring(-0.0))
print(type(tostring({})), tostring({}):match("^table: ") ~= nil, tostring(print):match("^function: ") ~= nil)
print(tostring(coroutine.create(function() end)):match("^thread: ") ~= nil, pcall(tostring))
local mt = { __tostring = function(self) return "<" .. self.name .. ">" end }
print(tostring(setmetatable({ name = "x" }, mt)), setmetatable({ name = "y" }, mt))
print(pcall(tostring, setmetatable({}, { __tostring = function() error("no") end })))
print(pcall(print, setmetatable({}, { __tostring = function() return 1 end })))
print(tostring(setmetatable({}, { __tostring = function() return nil end })) == nil)
print(tostring(1e15), tostring(1e14), tostring(123456789012345), tostring(0.1 + 0.2), tostring(1/3), tostring(2^53), tostring(-1e-7))
