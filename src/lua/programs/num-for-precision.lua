local n = 0 for i = 0, 1, 0.1 do n = n + 1 end print(n)
for i = 1, 0 do print("never") end for i = 3, 1 do print("never") end
for i = 10, 1, -3 do io.write(i, " ") end print()
for i = 1, 3 do local j = i i = i * 10 io.write(i, " ", j, " ") end print()
for i = math.huge, 1 do print("never") end
print(pcall(function() for i = 1, 10, 0 do error("step zero ran") end end))
print(pcall(function() for i = "a", 2 do end end), pcall(function() for i = 1, {} do end end), pcall(function() for i = 1, 2, true do end end))
for i = "1", "3" do io.write(i + 0, " ") end print()
local count = 0 for i = 1, 1e6 do count = count + i end print(count)
for i = -3, -1 do io.write(i, " ") end for i = 0.5, 2.5 do io.write(i, " ") end print()
