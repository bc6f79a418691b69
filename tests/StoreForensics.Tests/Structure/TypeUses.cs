using System.Reflection;
using System.Reflection.Emit;

namespace StoreForensics.Tests.Structure;

/// <summary>
/// Which types of an assembly use which others, read from the compiled code: signatures, fields and bodies, so that a use without a <c>using</c> line is seen
/// as well. Types that the compiler made, and nested ones, count for the type that they are written in. Constants leave no trace.
/// </summary>
internal static class TypeUses
{
    private const BindingFlags Own = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Dictionary<short, OpCode> s_codes =
        typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => c.Value);

    public static IEnumerable<(Type From, Type To)> Of(Assembly assembly) =>
        from type in assembly.GetTypes()
        let writer = Outermost(type)
        from used in Uses(type).Select(Outermost).Distinct()
        where used.Assembly == assembly && used != writer
        select (writer, used);

    private static IEnumerable<Type> Uses(Type type)
    {
        IEnumerable<Type?> uses = [type.BaseType, .. type.GetInterfaces(), .. type.GetFields(Own).Select(f => f.FieldType)];
        uses = uses.Concat(type.GetMethods(Own).SelectMany(Uses)).Concat(type.GetConstructors(Own).SelectMany(Uses));
        return uses.OfType<Type>().SelectMany(Parts);
    }

    private static IEnumerable<Type> Uses(MethodBase method)
    {
        foreach (ParameterInfo parameter in method.GetParameters())
            yield return parameter.ParameterType;
        if (method is MethodInfo { ReturnType: var returned })
            yield return returned;
        if (method.GetMethodBody() is not { } body)
            yield break;
        foreach (LocalVariableInfo local in body.LocalVariables)
            yield return local.LocalType;
        foreach (Type used in Tokens(body.GetILAsByteArray() ?? []).SelectMany(token => Resolve(method, token)))
            yield return used;
    }

    // ECMA-335 III.1.2: one or two bytes of code, then an operand of a size that the code tells.
    private static IEnumerable<int> Tokens(byte[] il)
    {
        for (int at = 0; at < il.Length;)
        {
            short value = il[at] == 0xFE ? (short)((0xFE << 8) | il[at + 1]) : il[at];
            OpCode code = s_codes[value];
            at += code.Size;
            switch (code.OperandType)
            {
                case OperandType.InlineType or OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineTok:
                    yield return BitConverter.ToInt32(il, at);
                    at += 4;
                    break;
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    at += 1;
                    break;
                case OperandType.InlineVar:
                    at += 2;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    at += 8;
                    break;
                case OperandType.InlineSwitch:
                    at += 4 + (4 * BitConverter.ToInt32(il, at));
                    break;
                default:
                    at += 4;
                    break;
            }
        }
    }

    private static IEnumerable<Type> Resolve(MethodBase method, int token)
    {
        Type[]? ofType = method.DeclaringType?.GetGenericArguments(), ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        return method.Module.ResolveMember(token, ofType, ofMethod) switch
        {
            Type type => [type],
            FieldInfo field => [field.DeclaringType!, field.FieldType],
            MethodBase called => [called.DeclaringType!, .. called.IsGenericMethod ? called.GetGenericArguments() : []],
            _ => [],
        };
    }

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
            return Parts(type.GetElementType()!);
        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];
    }

    private static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }
}
