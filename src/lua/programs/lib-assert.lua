print(assert(1, "unused"), assert("x", "y", "z"), select("#", assert(true, nil)))
print(pcall(assert, false), pcall(assert, nil, "message"), pcall(assert, false, 42), pcall(assert), pcall(assert, nil, nil))
print(pcall(assert, false, {}), pcall(function() assert(false, "in function") end), pcall(function() assert(1 == 2) end))
local ok, e = pcall(function() local x = nil assert(x, "x is nil") end) print(ok, e)
