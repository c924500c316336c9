local function t(...) return { ... }, { n = select("#", ...), ... }, { ..., "last" }, { "first", ... } end
local a, b, c, d = t(1, nil, 3) print(b.n, c[1], c[2], d[1], d[2], d[4]) a, b, c, d = t() print(#a, b.n, c[1], c[2], #d) local function pass(...) return ... end print((pass(1, 2)), pass(), #{ pass(1, 2, 3), pass(4, 5) })
