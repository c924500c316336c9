local A = { a = "A" } local B = setmetatable({ b = "B" }, { __index = A }) local C = setmetatable({}, { __index = B })
print(C.a, C.b, C.c, rawget(C, "a")) A.c = "late" print(C.c) C.a = "own" print(C.a, A.a)
local depth = setmetatable({}, { __index = function(t, k) return k .. "!" end }) local top = setmetatable({}, { __index = depth }) print(top.x, top[1])
print(pcall(function() local loop = {} setmetatable(loop, { __index = loop }) return loop.x end))
