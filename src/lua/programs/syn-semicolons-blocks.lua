local a = 1; local b = 2; do local a = 3; print(a, b) end; print(a); do end do do end end if a then end while false do end repeat until true for i = 1, 0 do end
local function f() return end local function g() return; end print(select("#", f()), select("#", g())) do return print("returned") end
