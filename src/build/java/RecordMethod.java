import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/// A record's `equals` or `hashCode` as a static method: what `ObjectMethods` would make of method
/// handles the first time that it is called.
///
/// @param name the method's own name
/// @param type `(R)int` or `(R, Object)boolean`
/// @param fields the getters of the record's fields, in order
record RecordMethod(String name, MethodTypeDesc type, List<DirectMethodHandleDesc> fields) {
  private static final ClassDesc BOOTSTRAP = ClassDesc.of("java.lang.runtime.ObjectMethods");
  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");

  /// Whether a call site is one that this can stand for; a record's `toString` stays as it is.
  static boolean isMade(DirectMethodHandleDesc bootstrap, String name) {
    return bootstrap.owner().equals(BOOTSTRAP)
        && (name.equals("equals") || name.equals("hashCode"));
  }

  /// @param arguments the bootstrap's: the record, the names of its components, a getter for each
  static RecordMethod of(String name, MethodTypeDesc type, List<ConstantDesc> arguments) {
    return new RecordMethod(
        name, type, arguments.stream().skip(2).map(DirectMethodHandleDesc.class::cast).toList());
  }

  void method(ClassBuilder builder) {
    int flags = ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC | ClassFile.ACC_PRIVATE;
    builder.withMethodBody(name, type, flags, type.parameterCount() == 1 ? this::hash : this::same);
  }

  private void hash(CodeBuilder code) {
    code.iconst_0();
    for (DirectMethodHandleDesc field : fields) {
      ClassDesc held = held(field);
      code.bipush(31).imul();
      get(code.aload(0), field);
      if (held.isPrimitive()) {
        code.invokestatic(box(held), "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, held));
      } else {
        code.invokestatic(
            OBJECTS, "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_Object));
      }
      code.iadd();
    }
    code.ireturn();
  }

  private void same(CodeBuilder code) {
    Label differs = code.newLabel();
    ClassDesc self = type.parameterType(0);
    code.aload(1).instanceOf(self).ifeq(differs);
    for (DirectMethodHandleDesc field : fields) {
      ClassDesc held = held(field);
      get(code.aload(0), field);
      get(code.aload(1).checkcast(self), field);
      if (held.isPrimitive()) {
        code.invokestatic(
            box(held), "compare", MethodTypeDesc.of(ConstantDescs.CD_int, held, held));
        code.ifne(differs);
      } else {
        code.invokestatic(
            OBJECTS,
            "equals",
            MethodTypeDesc.of(
                ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object));
        code.ifeq(differs);
      }
    }
    code.iconst_1().ireturn().labelBinding(differs).iconst_0().ireturn();
  }

  private void get(CodeBuilder code, DirectMethodHandleDesc field) {
    code.getfield(field.owner(), field.methodName(), held(field));
  }

  private static ClassDesc held(DirectMethodHandleDesc field) {
    return field.invocationType().returnType();
  }

  private static ClassDesc box(ClassDesc primitive) {
    return switch (TypeKind.from(primitive)) {
      case BOOLEAN -> ConstantDescs.CD_Boolean;
      case BYTE -> ConstantDescs.CD_Byte;
      case SHORT -> ConstantDescs.CD_Short;
      case CHAR -> ConstantDescs.CD_Character;
      case INT -> ConstantDescs.CD_Integer;
      case LONG -> ConstantDescs.CD_Long;
      case FLOAT -> ConstantDescs.CD_Float;
      case DOUBLE -> ConstantDescs.CD_Double;
      default -> throw new IllegalArgumentException("not a primitive: " + primitive);
    };
  }
}
