local a, b = {}, {}
setmetatable(a, { __index = b }) setmetatable(b, { __index = a })
print(pcall(function() return a.x end))
setmetatable(a, { __newindex = b }) setmetatable(b, { __newindex = a })
print(pcall(function() a.x = 1 end))
local s = setmetatable({}, {}) getmetatable(s).__index = s
print(pcall(function() return s.x end))
local w = setmetatable({}, { __index = 5 })
print(pcall(function() return w.x end))
local v = setmetatable({}, { __index = "str" })
print(v.len == string.len, v.nope)
