local function handler(e) return "handled: " .. tostring(e) end
print(xpcall(function() error("x") end, handler))
print(xpcall(function() return 1, 2, 3 end, handler))
print(xpcall(function() error({}) end, function(e) return type(e) end))
print(xpcall(function() local x; x.y = 1 end, handler))
print(xpcall(function() error("x", 0) end, function(e) return e, "extra" end))
local depth = 0
print(xpcall(function() error("first") end, function(e) depth = depth + 1 if depth < 3 then error("in handler") end return "finally " .. depth end))
print(xpcall(function() error("x") end, print))
print((xpcall(error, function() return 1 end)))
local ok, tb = xpcall(function() error("with traceback") end, debug.traceback)
print(ok, tb:match("^[^\n]+"), tb:match("\nstack traceback:\n") ~= nil)
print(xpcall(function() return pcall(error, "inner") end, handler))
print(pcall(xpcall, function() error("y", 0) end, handler))
local function level() return xpcall(function() error("lvl", 2) end, handler) end
print(level())
