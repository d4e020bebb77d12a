import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.NestMembersAttribute;
import java.lang.classfile.attribute.RuntimeVisibleTypeAnnotationsAttribute;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.classfile.instruction.LocalVariableType;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Turns what the JVM would link while a function starts into ordinary code: lambdas and method
/// references become instances of a class for each interface and place, switches over types become
/// `instanceof`, records compare their fields.
///
/// A thousand lambdas are a thousand hidden classes that are spun, one by one, at every cold start.
/// Behaviour stays: what this does not know it leaves alone, and the result is verified.
final class Desugar {
  private static final ClassDesc METAFACTORY = ClassDesc.of("java.lang.invoke.LambdaMetafactory");
  private static final ClassDesc SWITCHES = ClassDesc.of("java.lang.runtime.SwitchBootstraps");

  private final SortedMap<String, byte[]> entries;
  private final ClassFile classFile;

  /// New classes by name of the class that hosts their nest.
  private final Map<String, List<ClassDesc>> nestMembers = new LinkedHashMap<>();

  private final Set<String> written = new TreeSet<>();
  private int lambdas;
  private int switches;
  private int recordMethods;

  private Desugar(SortedMap<String, byte[]> entries) {
    this.entries = entries;
    ClassHierarchyResolver ours =
        ClassHierarchyResolver.ofResourceParsing(
            type -> {
              byte[] bytes = entries.get(internalName(type) + ".class");
              return bytes == null ? null : new java.io.ByteArrayInputStream(bytes);
            });
    this.classFile =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ours.orElse(ClassHierarchyResolver.defaultResolver()).cached()));
  }

  /// The same entries without dynamic call sites, where that is possible.
  static SortedMap<String, byte[]> desugar(SortedMap<String, byte[]> entries) {
    return new Desugar(new TreeMap<>(entries)).run();
  }

  private SortedMap<String, byte[]> run() {
    List<String> names = entries.keySet().stream().filter(name -> name.endsWith(".class")).toList();
    for (String name : names) {
      byte[] lean = withoutVariableNames(entries.get(name));
      entries.put(name, lean);
      ClassModel model = classFile.parse(lean);
      if (model.majorVersion() < ClassFile.JAVA_6_VERSION) {
        modernize(name, model);
      } else if (model.majorVersion() >= ClassFile.JAVA_8_VERSION && hasDynamicSites(model)) {
        rewrite(name, model);
      }
    }
    nestMembers.forEach(this::addNestMembers);
    written.addAll(nestMembers.keySet());
    written.forEach(this::verify);
    System.out.printf(
        "%,d lambdas, %,d switches and %,d methods of records made ordinary code%n",
        lambdas, switches, recordMethods);
    return entries;
  }

  /// Classes from before Java 6 can be in no cache, and take the old verifier: they get stack maps
  /// and a version that asks for them.
  private void modernize(String name, ClassModel model) {
    ClassTransform bodies =
        ClassTransform.transformingMethodBodies(_ -> true, (code, element) -> code.with(element));
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
          } else {
            builder.with(element);
          }
        };
    // Without the option, a body that came out as it went in would get the frames that it had:
    // none.
    ClassFile framing = classFile.withOptions(ClassFile.StackMapsOption.GENERATE_STACK_MAPS);
    entries.put(name, framing.transformClass(model, version.andThen(bodies)));
    written.add(name);
  }

  /// Names of local variables are for debuggers alone, annotations of their types for compilers:
  /// line numbers, which stack traces show, stay.
  private byte[] withoutVariableNames(byte[] entry) {
    CodeTransform code =
        (builder, element) -> {
          if (!(element instanceof LocalVariable)
              && !(element instanceof LocalVariableType)
              && !(element instanceof RuntimeVisibleTypeAnnotationsAttribute)) {
            builder.with(element);
          }
        };
    return classFile.transformClass(
        classFile.parse(entry), ClassTransform.transformingMethodBodies(_ -> true, code));
  }

  private void verify(String name) {
    List<VerifyError> errors = classFile.verify(entries.get(name));
    if (!errors.isEmpty()) {
      throw new IllegalStateException(name + ": " + errors);
    }
  }

  private static boolean hasDynamicSites(ClassModel model) {
    return model.methods().stream().anyMatch(Desugar::hasDynamicSites);
  }

  private static boolean hasDynamicSites(MethodModel method) {
    return method
        .code()
        .map(code -> code.elementStream().anyMatch(InvokeDynamicInstruction.class::isInstance))
        .orElse(false);
  }

  private void rewrite(String name, ClassModel model) {
    ClassDesc self = model.thisClass().asSymbol();
    ClassDesc host =
        model
            .findAttribute(Attributes.nestHost())
            .map(attribute -> attribute.nestHost().asSymbol())
            .orElse(self);
    Map<LambdaClass.Kind, LambdaClass> classes = new LinkedHashMap<>();
    List<TypeSwitch> typeSwitches = new ArrayList<>();
    List<RecordMethod> ofRecord = new ArrayList<>();
    CodeTransform sites =
        (code, element) -> {
          if (!(element instanceof InvokeDynamicInstruction site)
              || !replace(code, self, model, site, classes, typeSwitches, ofRecord)) {
            code.with(element);
          }
        };
    ClassTransform methods =
        ClassTransform.transformingMethodBodies(Desugar::hasDynamicSites, sites);
    ClassTransform additions =
        ClassTransform.endHandler(
            builder -> {
              typeSwitches.forEach(each -> each.method(builder, isInterface(model)));
              ofRecord.forEach(each -> each.method(builder));
            });
    entries.put(name, classFile.transformClass(model, methods.andThen(additions)));
    written.add(name);
    classes
        .values()
        .forEach(
            each -> {
              String file = internalName(each.name()) + ".class";
              entries.put(file, each.build(classFile, host));
              written.add(file);
              nestMembers
                  .computeIfAbsent(internalName(host) + ".class", _ -> new ArrayList<>())
                  .add(each.name());
            });
  }

  private boolean replace(
      CodeBuilder code,
      ClassDesc self,
      ClassModel model,
      InvokeDynamicInstruction site,
      Map<LambdaClass.Kind, LambdaClass> classes,
      List<TypeSwitch> typeSwitches,
      List<RecordMethod> ofRecord) {
    DirectMethodHandleDesc bootstrap = site.bootstrapMethod();
    MethodTypeDesc type = site.typeSymbol();
    if (bootstrap.owner().equals(METAFACTORY) && bootstrap.methodName().equals("metafactory")) {
      DirectMethodHandleDesc body = (DirectMethodHandleDesc) site.bootstrapArgs().get(1);
      if (body.owner().isArray()) {
        return false;
      }
      LambdaClass.Kind kind =
          new LambdaClass.Kind(
              type.returnType(),
              site.name().stringValue(),
              (MethodTypeDesc) site.bootstrapArgs().get(0));
      LambdaClass lambdaClass =
          classes.computeIfAbsent(
              kind, _ -> new LambdaClass(nested(self, "$$Lambda" + classes.size()), kind));
      String factory = lambdaClass.add(type, body, (MethodTypeDesc) site.bootstrapArgs().get(2));
      code.invokestatic(lambdaClass.name(), factory, type);
      lambdas++;
      return true;
    }
    if (bootstrap.owner().equals(SWITCHES)
        && bootstrap.methodName().equals("typeSwitch")
        && site.bootstrapArgs().stream().allMatch(ClassDesc.class::isInstance)) {
      TypeSwitch typeSwitch =
          new TypeSwitch("$$switch" + typeSwitches.size(), type, site.bootstrapArgs());
      typeSwitches.add(typeSwitch);
      code.invokestatic(self, typeSwitch.name(), type, isInterface(model));
      switches++;
      return true;
    }
    if (RecordMethod.isMade(bootstrap, site.name().stringValue())) {
      RecordMethod method =
          RecordMethod.of("$$" + site.name().stringValue(), type, site.bootstrapArgs());
      ofRecord.add(method);
      code.invokestatic(self, method.name(), type);
      recordMethods++;
      return true;
    }
    return false;
  }

  private void addNestMembers(String name, List<ClassDesc> members) {
    ClassModel model = classFile.parse(entries.get(name));
    List<ClassDesc> all = new ArrayList<>();
    model
        .findAttribute(Attributes.nestMembers())
        .ifPresent(attribute -> attribute.nestMembers().forEach(m -> all.add(m.asSymbol())));
    all.addAll(members);
    ClassTransform transform =
        new ClassTransform() {
          @Override
          public void accept(ClassBuilder builder, ClassElement element) {
            switch (element) {
              case NestMembersAttribute _ -> {}
              // Nests exist since Java 11.
              case ClassFileVersion version
                  when version.majorVersion() < ClassFile.JAVA_11_VERSION ->
                  builder.withVersion(ClassFile.JAVA_11_VERSION, 0);
              default -> builder.with(element);
            }
          }

          @Override
          public void atEnd(ClassBuilder builder) {
            builder.with(NestMembersAttribute.ofSymbols(all));
          }
        };
    entries.put(name, classFile.transformClass(model, transform));
  }

  private static boolean isInterface(ClassModel model) {
    return model.flags().has(AccessFlag.INTERFACE);
  }

  private static ClassDesc nested(ClassDesc type, String suffix) {
    return ClassDesc.ofInternalName(internalName(type) + suffix);
  }

  static String internalName(ClassDesc type) {
    String descriptor = type.descriptorString();
    return descriptor.substring(1, descriptor.length() - 1);
  }

  /// A switch over types: which label, from `restart` on, the value is an instance of; -1 for null,
  /// and the number of labels for none.
  private record TypeSwitch(String name, MethodTypeDesc type, List<ConstantDesc> labels) {
    void method(ClassBuilder builder, boolean inInterface) {
      int flags = ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC | ClassFile.ACC_PRIVATE;
      builder.withMethodBody(name, type, flags, this::body);
    }

    private void body(CodeBuilder code) {
      Label notNull = code.newLabel();
      code.aload(0).ifnonnull(notNull).iconst_m1().ireturn().labelBinding(notNull);
      for (int i = 0; i < labels.size(); i++) {
        Label next = code.newLabel();
        code.iload(1).loadConstant(i).if_icmpgt(next);
        code.aload(0).instanceOf((ClassDesc) labels.get(i)).ifeq(next);
        code.loadConstant(i).ireturn().labelBinding(next);
      }
      code.loadConstant(labels.size()).ireturn();
    }
  }
}
