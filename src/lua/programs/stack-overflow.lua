local function forever() return 1 + forever() end
local ok, message = pcall(forever)
print(ok, (message:gsub("^.-:%d+: ", "")):match("^stack overflow"))
local function again() again() end
print((select(2, pcall(again))):match("stack overflow"))
local t = setmetatable({}, {})
getmetatable(t).__index = function(t, k) return t[k .. "x"] end
print((tostring(select(2, pcall(function() return t.a end))):match("overflow")) ~= nil)
print("still alive")
