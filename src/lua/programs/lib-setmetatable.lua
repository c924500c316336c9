local t, mt = {}, {}
print(getmetatable(t), setmetatable(t, mt) == t, getmetatable(t) == mt, setmetatable(t, nil) == t, getmetatable(t))
print(pcall(setmetatable, t), pcall(setmetatable, t, 1), pcall(setmetatable, 1, {}), pcall(setmetatable), pcall(getmetatable))
local locked = setmetatable({}, { __metatable = "locked" })
print(getmetatable(locked), pcall(setmetatable, locked, {}))
print(getmetatable(setmetatable({}, { __metatable = false })), getmetatable(1), getmetatable(nil), getmetatable(print))
