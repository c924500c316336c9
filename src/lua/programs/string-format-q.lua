print(("%q"):format("simple")) print(("%q"):format("with \"quotes\"")) print(("%q"):format("back\\slash")) print(("%q"):format("new\nline")) 
print(("%q"):format(""))
local s = "all \0 bytes \255 \n \r \" \\ end"
print(loadstring("return " .. ("%q"):format(s))() == s)
for i = 0, 255 do local c = string.char(i) if loadstring("return " .. ("%q"):format(c))() ~= c then print("bad", i) end end
