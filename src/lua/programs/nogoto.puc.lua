local goto = 5
print(goto, loadstring("goto x"))
print(loadstring("::x::")) print(loadstring("for i=1,2 do goto continue ::continue:: end"))
