print("ecgsim")
