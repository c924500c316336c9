local function old(...) return arg.n, arg[1], arg[2] end
print(old(1, 2), old())
local function both(...) local x = ... return arg, x end
print(both(5))
local function named(arg, ...) return arg, ... end
print(named(1, 2))
function g(...) local t = {} for i = 1, arg.n do t[i] = tostring(arg[i]) end return table.concat(t, ",") end
print(g(1, nil, 3))
