local function a() error("original") end local function b() local ok, e = pcall(a) error(e) end local function c() local ok, e = pcall(b) error(e, 0) end print(pcall(a)) print(pcall(b)) print(pcall(c))
local E = setmetatable({}, { __tostring = function() return "E object" end }) print(select(2, pcall(error, E)) == E, pcall(function() local ok, e = pcall(error, E) error(e) end))
