import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.NestHostAttribute;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// One class for all the lambdas of one place that have one interface: which of them an instance is
/// says a number, what it captured are fields. It belongs to the nest of the place, so that it may
/// call what is private there.
final class LambdaClass {
  private static final Map<TypeKind, ClassDesc> BOXES =
      Map.of(
          TypeKind.BOOLEAN, ClassDesc.of("java.lang.Boolean"),
          TypeKind.BYTE, ClassDesc.of("java.lang.Byte"),
          TypeKind.CHAR, ClassDesc.of("java.lang.Character"),
          TypeKind.SHORT, ClassDesc.of("java.lang.Short"),
          TypeKind.INT, ClassDesc.of("java.lang.Integer"),
          TypeKind.LONG, ClassDesc.of("java.lang.Long"),
          TypeKind.FLOAT, ClassDesc.of("java.lang.Float"),
          TypeKind.DOUBLE, ClassDesc.of("java.lang.Double"));

  /// What the lambdas of one class have in common.
  ///
  /// @param type the interface
  /// @param method the name of its one abstract method
  /// @param erased that method's type
  record Kind(ClassDesc type, String method, MethodTypeDesc erased) {}

  private record Lambda(MethodTypeDesc site, DirectMethodHandleDesc body, MethodTypeDesc actual) {}

  private final ClassDesc name;
  private final Kind kind;
  private final List<Lambda> lambdas = new ArrayList<>();

  LambdaClass(ClassDesc name, Kind kind) {
    this.name = name;
    this.kind = kind;
  }

  ClassDesc name() {
    return name;
  }

  /// Adds a lambda; gives the name of the static method that makes an instance of it.
  String add(MethodTypeDesc site, DirectMethodHandleDesc body, MethodTypeDesc actual) {
    lambdas.add(new Lambda(site, body, actual));
    return "make" + (lambdas.size() - 1);
  }

  private int fields() {
    return lambdas.stream().mapToInt(lambda -> lambda.site().parameterCount()).max().orElse(0);
  }

  private MethodTypeDesc constructor() {
    List<ClassDesc> parameters = new ArrayList<>();
    parameters.add(CD_int);
    parameters.addAll(Collections.nCopies(fields(), CD_Object));
    return MethodTypeDesc.of(CD_void, parameters);
  }

  byte[] build(ClassFile classFile, ClassDesc host) {
    int hidden = ClassFile.ACC_SYNTHETIC;
    return classFile.build(
        name,
        builder -> {
          builder.withVersion(ClassFile.JAVA_11_VERSION, 0);
          builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER | hidden);
          builder.withInterfaceSymbols(kind.type());
          builder.with(NestHostAttribute.of(builder.constantPool().classEntry(host)));
          builder.withField("which", CD_int, ClassFile.ACC_FINAL | ClassFile.ACC_PRIVATE);
          for (int i = 0; i < fields(); i++) {
            builder.withField("c" + i, CD_Object, ClassFile.ACC_FINAL | ClassFile.ACC_PRIVATE);
          }
          builder.withMethodBody(
              INIT_NAME, constructor(), ClassFile.ACC_PRIVATE, this::constructorBody);
          for (int i = 0; i < lambdas.size(); i++) {
            int which = i;
            builder.withMethodBody(
                "make" + which,
                lambdas.get(which).site(),
                ClassFile.ACC_STATIC,
                code -> factoryBody(code, which));
          }
          builder.withMethodBody(
              kind.method(), kind.erased(), ClassFile.ACC_PUBLIC, this::methodBody);
        });
  }

  private void constructorBody(CodeBuilder code) {
    code.aload(0).invokespecial(CD_Object, INIT_NAME, MethodTypeDesc.of(CD_void));
    code.aload(0).iload(1).putfield(name, "which", CD_int);
    for (int i = 0; i < fields(); i++) {
      code.aload(0).aload(2 + i).putfield(name, "c" + i, CD_Object);
    }
    code.return_();
  }

  private void factoryBody(CodeBuilder code, int which) {
    MethodTypeDesc site = lambdas.get(which).site();
    code.new_(name).dup().loadConstant(which);
    for (int i = 0; i < fields(); i++) {
      if (i < site.parameterCount()) {
        ClassDesc type = site.parameterType(i);
        code.loadLocal(TypeKind.from(type), code.parameterSlot(i));
        convert(code, type, CD_Object);
      } else {
        code.aconst_null();
      }
    }
    code.invokespecial(name, INIT_NAME, constructor()).areturn();
  }

  private void methodBody(CodeBuilder code) {
    if (lambdas.size() == 1) {
      call(code, lambdas.getFirst());
      return;
    }
    List<SwitchCase> cases = new ArrayList<>();
    for (int i = 0; i < lambdas.size() - 1; i++) {
      cases.add(SwitchCase.of(i, code.newLabel()));
    }
    Label last = code.newLabel();
    code.aload(0).getfield(name, "which", CD_int);
    code.tableswitch(0, lambdas.size() - 2, last, cases);
    for (SwitchCase each : cases) {
      code.labelBinding(each.target());
      call(code, lambdas.get(each.caseValue()));
    }
    code.labelBinding(last);
    call(code, lambdas.getLast());
  }

  /// Calls the lambda's body with what was captured, then what was given, and returns its answer.
  private void call(CodeBuilder code, Lambda lambda) {
    DirectMethodHandleDesc body = lambda.body();
    boolean constructs = body.kind() == DirectMethodHandleDesc.Kind.CONSTRUCTOR;
    boolean isStatic =
        body.kind() == DirectMethodHandleDesc.Kind.STATIC
            || body.kind() == DirectMethodHandleDesc.Kind.INTERFACE_STATIC;
    MethodTypeDesc invoked = MethodTypeDesc.ofDescriptor(body.lookupDescriptor());
    List<ClassDesc> wanted = new ArrayList<>();
    if (!constructs && !isStatic) {
      wanted.add(body.owner());
    }
    wanted.addAll(Arrays.asList(invoked.parameterArray()));
    if (constructs) {
      code.new_(body.owner()).dup();
    }
    int captured = lambda.site().parameterCount();
    for (int i = 0; i < wanted.size(); i++) {
      if (i < captured) {
        code.aload(0).getfield(name, "c" + i, CD_Object);
        ClassDesc type = lambda.site().parameterType(i);
        convert(code, CD_Object, type);
        convert(code, type, wanted.get(i));
      } else {
        int given = i - captured;
        ClassDesc erased = kind.erased().parameterType(given);
        ClassDesc actual = lambda.actual().parameterType(given);
        code.loadLocal(TypeKind.from(erased), code.parameterSlot(given));
        if (erased.isPrimitive() || wanted.get(i).isPrimitive()) {
          convert(code, erased, actual);
          convert(code, actual, wanted.get(i));
        } else {
          convert(code, erased, wanted.get(i));
        }
      }
    }
    switch (body.kind()) {
      case STATIC -> code.invokestatic(body.owner(), body.methodName(), invoked);
      case INTERFACE_STATIC -> code.invokestatic(body.owner(), body.methodName(), invoked, true);
      case INTERFACE_VIRTUAL, INTERFACE_SPECIAL ->
          code.invokeinterface(body.owner(), body.methodName(), invoked);
      // A private method of a nest mate is called as a virtual one.
      case VIRTUAL, SPECIAL -> code.invokevirtual(body.owner(), body.methodName(), invoked);
      case CONSTRUCTOR -> code.invokespecial(body.owner(), INIT_NAME, invoked);
      default -> throw new IllegalStateException("not the body of a lambda: " + body);
    }
    ClassDesc returned = constructs ? body.owner() : invoked.returnType();
    ClassDesc returns = kind.erased().returnType();
    if (returns.equals(CD_void)) {
      discard(code, returned);
    } else {
      // A primitive is boxed as its own type: that is what the actual type says, too.
      convert(code, returned, returns.isPrimitive() ? returns : CD_Object);
      if (!returns.isPrimitive() && !returns.equals(returned)) {
        convert(code, CD_Object, returns);
      }
    }
    code.return_(TypeKind.from(returns));
  }

  private static void discard(CodeBuilder code, ClassDesc type) {
    switch (TypeKind.from(type).slotSize()) {
      case 1 -> code.pop();
      case 2 -> code.pop2();
      default -> {}
    }
  }

  /// As LambdaMetafactory adapts: boxes, unboxes, widens, casts.
  private static void convert(CodeBuilder code, ClassDesc from, ClassDesc to) {
    if (from.equals(to)) {
      return;
    }
    if (from.isPrimitive() && to.isPrimitive()) {
      code.conversion(TypeKind.from(from), TypeKind.from(to));
    } else if (from.isPrimitive()) {
      ClassDesc box = BOXES.get(TypeKind.from(from));
      code.invokestatic(box, "valueOf", MethodTypeDesc.of(box, from));
    } else if (to.isPrimitive()) {
      TypeKind kind =
          BOXES.entrySet().stream()
              .filter(entry -> entry.getValue().equals(from))
              .map(Map.Entry::getKey)
              .findFirst()
              .orElse(TypeKind.from(to));
      ClassDesc box = BOXES.get(kind);
      if (!from.equals(box)) {
        code.checkcast(box);
      }
      ClassDesc primitive = kind.upperBound();
      code.invokevirtual(box, primitive.displayName() + "Value", MethodTypeDesc.of(primitive));
      convert(code, primitive, to);
    } else if (!to.equals(CD_Object)) {
      code.checkcast(to);
    }
  }
}
