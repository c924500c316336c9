print([[
first newline dropped]], [==[ ]] ]=] ]==], [[a
b]], #[[

x]], [=[[[nested]]]=]) --[[ comment ]] print("after") --[==[ long
comment ]==] print("end") --[ not long
print(#"\
", "\065\10\x" == nil, "a\z") 
