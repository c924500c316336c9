print(next({}), next({ 10 }), next({ a = 1 }), pcall(next), pcall(next, nil), pcall(next, {}, "missing"))
local t = { 1, 2, 3, x = 4, y = 5 }
local n, sum = 0, 0
for k, v in pairs(t) do n = n + 1 sum = sum + v end
print(n, sum, type(pairs(t)), select("#", pairs(t)), select(2, pairs(t)) == t)
for k, v in next, { "only" } do print(k, v) end
for k in pairs({}) do print("never") end
print(pcall(pairs), pcall(pairs, nil), pcall(ipairs), pcall(ipairs, nil))
for k, v in pairs(t) do t[k] = nil end
print(next(t))
local order = {}
for i, v in ipairs({ 1, 2, nil, 4 }) do order[#order + 1] = v end
print(#order, rawget(_G, "next") == next)
local k, v = next({ 7 }, nil) print(k, v, next({ 7 }, 1))
