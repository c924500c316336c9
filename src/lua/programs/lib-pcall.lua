print(pcall(function(...) return select("#", ...), ... end, 1, nil, 3))
print(pcall(pcall, error, "x"), pcall(pcall), pcall(nil), pcall(5), pcall({}))
print(pcall(setmetatable({}, { __call = function(self, a) return "called", a end }), 9))
local depth = 0
local function nest(n) if n == 0 then error("bottom") end local ok, e = pcall(nest, n - 1) depth = depth + 1 error(e, 0) end
print(pcall(nest, 5), depth)
print(pcall(function() return pcall(function() return pcall(error, "inner") end) end))
local function multi() return 1, 2, 3 end
local a, b, c, d = pcall(multi) print(a, b, c, d, (pcall(multi)))
