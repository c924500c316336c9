for i = 1, 5 do io.write(i, " ") end print()
for i = 5, 1, -1 do io.write(i, " ") end print()
for i = 1, 2, 0.25 do io.write(i, " ") end print()
for i = 3, 1 do io.write("never") end print("none")
for i = 1, 0, -1 do io.write(i, " ") end print()
for i = "1", "3" do io.write(i, " ") end print()
for i = 1, 3 do local j = i; i = 10; io.write(j, ":", i, " ") end print()
local fs = {}
for i = 1, 3 do fs[i] = function() i = i + 1 return i end end
print(fs[1](), fs[1](), fs[2](), fs[3]())
local n = 3
for i = 1, n do n = 10 io.write(i, " ") end print(n)
for i = 1, math.huge do if i > 3 then break end io.write(i, " ") end print()
for i = 0.1, 0.35, 0.1 do io.write(i, " ") end print()
print(pcall(function() for i = "x", 2 do end end))
print(pcall(function() for i = 1, {} do end end))
print(pcall(function() for i = 1, 2, nil do end end))
for i = 10, 1, -3 do io.write(i, " ") end print()
