local t = { f = function(...) return ... end, [1] = "a"; "b", ["x y"] = 1, } print(t[1], t.f(1, 2), t["x y"]) print(#"x", #{ 1 }, -1, - 1, not nil) local s = "a" print(s:byte(), ("b"):byte(), #s:rep(3))
print("a" "b" == nil)
