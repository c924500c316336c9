local function loop(n, acc) if n == 0 then return acc end return loop(n - 1, acc + n) end print(loop(100000, 0))
local a, b function a(n) if n == 0 then return "a" end return b(n - 1) end function b(n) if n == 0 then return "b" end return a(n - 1) end print(a(50001), b(50001))
local o = {} function o:down(n) if n == 0 then return self == o end return self:down(n - 1) end print(o:down(30000)) local function v(n, ...) if n == 0 then return ... end return v(n - 1, ...) end print(v(20000, 1, nil, 3)) print(select("#", v(10000)))
local function s(n) if n == 0 then return 7 end return (s)(n - 1) end print(s(10000)) print(pcall(function() return error("tail error") end)) print((function() return pcall(error, "x") end)())
