local function thrower(level) error("thrown", level) end
local function outer(level) thrower(level) end
for level = 0, 4 do print(level, pcall(outer, level)) end
print(pcall(error), pcall(error, nil), pcall(error, { 1 }) , pcall(error, "x", 0), pcall(error, 42), pcall(error, 42, 0), pcall(error, true))
print(select(2, pcall(error, setmetatable({}, { __tostring = function() return "object" end }))) ~= nil)
print(pcall(error, "with level", "2"), pcall(error, "x", {}))
local e = { code = 7 }
local ok, got = pcall(function() error(e) end) print(ok, got == e, got.code)
