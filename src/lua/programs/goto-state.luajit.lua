local out = {}
local function machine(input)
  local pos, c = 1
  ::start:: c = input:sub(pos, pos) pos = pos + 1
  if c == "" then goto done elseif c == "a" then goto a else goto b end
  ::a:: out[#out + 1] = "A" goto start
  ::b:: out[#out + 1] = "B" if c == "x" then goto done end goto start
  ::done:: return table.concat(out)
end
print(machine("aabab")) out = {} print(machine("aaxbb"))
local co = coroutine.wrap(function() local n = 0 ::l:: n = n + 1 coroutine.yield(n) if n < 3 then goto l end return "end" end) print(co(), co(), co(), co())
for i = 1, 2 do local x = i ::r:: x = x + 1 if x < 4 then goto r end io.write(x, " ") end print()
do local a = 1 do local b = 2 goto e ::m:: print("m", b) goto f2 ::e:: b = 3 goto m ::f2:: end print(a) end
