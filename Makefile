# What `sam build` calls for each function. One artifact serves them all; Maven makes it when something changed.
.PHONY: build-VendFunction build-AdminFunction build-DesignFunction build-DecideFunction build-AuthorizerFunction

MAVEN ?= mvn

build-VendFunction build-AdminFunction build-DesignFunction build-DecideFunction build-AuthorizerFunction:
	$(MAVEN) -q -B -ntp -Dmaven.test.skip=true package
	mkdir -p "$(ARTIFACTS_DIR)/lib"
	cp target/function/lib/* "$(ARTIFACTS_DIR)/lib/"
