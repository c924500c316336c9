local N = {}
N.__eq = function(a, b) return a.v == b.v end
N.__lt = function(a, b) return a.v < b.v end
N.__le = function(a, b) return a.v <= b.v end
local function n(v) return setmetatable({ v = v }, N) end
print(n(1) == n(1), n(1) == n(2), n(1) ~= n(1), n(1) < n(2), n(2) < n(1), n(1) <= n(1), n(2) > n(1), n(1) >= n(2))
print(n(1) == 1, n(1) == nil, n(1) == {})
local O = { __lt = function(a, b) return a.v < b.v end }
local function o(v) return setmetatable({ v = v }, O) end
print(o(1) <= o(2), o(2) <= o(1), o(1) <= o(1), o(3) >= o(2))
print(pcall(function() return n(1) < o(1) end))
print(pcall(function() return n(1) < 5 end))
local E1, E2 = { __eq = function() return true end }, { __eq = function() return true end }
print(setmetatable({}, E1) == setmetatable({}, E2), setmetatable({}, E1) == setmetatable({}, E1))
local list = { n(3), n(1), n(2) }
table.sort(list)
print(list[1].v, list[2].v, list[3].v)
local truthy = setmetatable({}, { __eq = function() return 1 end })
print(truthy == setmetatable({}, getmetatable(truthy)), rawequal(truthy, setmetatable({}, getmetatable(truthy))))
