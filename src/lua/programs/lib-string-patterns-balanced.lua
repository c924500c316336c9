print(("(a(b)c)(d)"):match("%b()"), ("if x then y end"):match("%bxy"), ("<<a>>"):match("%b<>"))
print(("'quoted' text"):match("%b''"), ("no"):match("%b()"), ("((("):match("%b()"))
print(pcall(string.match, "x", "%b"), pcall(string.match, "x", "%bx"))
for block in ("a{1{2}3}b{4}"):gmatch("%b{}") do print(block) end
print(("x(y)z"):gsub("%b()", function(s) return s:sub(2, -2) end))
