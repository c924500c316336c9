for w in ("one two  three"):gmatch("%a+") do io.write(w, ";") end print()
for k, v in ("a=1, b=2, c=x"):gmatch("(%w+)=(%w+)") do io.write(k, "->", v, ";") end print()
for p in ("abc"):gmatch("()") do io.write(p, ";") end print()
for m in ("abc"):gmatch("") do io.write("[", m, "]") end print()
for m in ("aXbXc"):gmatch("%u?%l") do io.write("[", m, "]") end print()
local count = 0
for _ in ("x"):rep(50):gmatch("x*") do count = count + 1 end
print(count, type(("x"):gmatch("x")))
local it = ("1 2"):gmatch("%d")
print(it(), it(), it(), it())
print(pcall(string.gmatch, "x"), pcall(("x"):gmatch("[")))
for a in ("^x^x"):gmatch("^x") do io.write("anchor:", a, ";") end print()
