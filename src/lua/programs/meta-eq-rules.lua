local eq = function(a, b) return a.v == b.v end local mt = { __eq = eq }
local a, b = setmetatable({ v = 1 }, mt), setmetatable({ v = 1 }, mt) print(a == b, a ~= b, rawequal(a, b), a == 1, a == nil)
local c = setmetatable({ v = 1 }, { __eq = eq }) print(a == c) local d = setmetatable({ v = 1 }, { __eq = function() return true end }) print(a == d, d == a)
print(setmetatable({}, { __eq = function() return 5 end }) == setmetatable({}, { __eq = function() return 5 end }))
