local function handler(m) return "<" .. tostring(m) .. ">" end
print(xpcall(function() return 1, 2 end, handler), xpcall(function() error("oops") end, handler), xpcall(function() error({}) end, type))
print(xpcall(function() local x = nil return x.y end, handler), xpcall(nil, handler), xpcall(5, handler))
print(pcall(xpcall), pcall(xpcall, print))
print(xpcall(function() error("first") end, function(m) error("second") end))
print(xpcall(function() error("a", 0) end, function(m) return m, "extra" end))
print(xpcall(function() return pcall(error, "inner") end, handler))
print(xpcall(function() xpcall(function() error("x", 0) end, function(m) print("inner handler", m) return m end) error("y", 0) end, handler))
local level = xpcall(function() error("t") end, function() return #debug.traceback() > 10 end) print(level)
