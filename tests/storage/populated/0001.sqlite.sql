BEGIN TRANSACTION;
CREATE TABLE "action" (
    "id" CHAR(36) NOT NULL  PRIMARY KEY,
    "text" VARCHAR(300) NOT NULL,
    "owner" VARCHAR(120) NOT NULL,
    "agreed_on" DATE NOT NULL,
    "statement" VARCHAR(120),
    "alliance_id" CHAR(36) NOT NULL REFERENCES "alliance" ("id") ON DELETE CASCADE
);
CREATE TABLE "alliance" (
    "id" CHAR(36) NOT NULL  PRIMARY KEY,
    "brand" VARCHAR(120) NOT NULL,
    "company_a" VARCHAR(120) NOT NULL,
    "company_b" VARCHAR(120) NOT NULL,
    "domains_a" JSON NOT NULL,
    "domains_b" JSON NOT NULL,
    "timezone" VARCHAR(64) NOT NULL,
    "controller" VARCHAR(300) NOT NULL,
    "contact" VARCHAR(254) NOT NULL,
    "attribute" VARCHAR(60),
    "simulated" INT NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "consultant_id" CHAR(36) NOT NULL REFERENCES "consultant" ("id") ON DELETE RESTRICT,
    "second_id" CHAR(36) REFERENCES "consultant" ("id") ON DELETE SET NULL
);
INSERT INTO "alliance" VALUES('e43b519f-27e1-4596-8e5a-c685a23c7c9b','Cardiva','Novara','Helix','["novara.example"]','["helix.example"]','Europe/Berlin','Arden Consulting, 1 Quay Street, Bristol','alice@consultancy.example','function',0,'2026-11-29 01:51:53.668202+00:00','588a33d0-93a4-4faa-b00e-54ed517a9c1b',NULL);
CREATE TABLE "ballot" (
    "id" CHAR(36) NOT NULL  PRIMARY KEY,
    "side" VARCHAR(1) NOT NULL,
    "sealed" BLOB NOT NULL,
    "wave_id" CHAR(36) NOT NULL REFERENCES "wave" ("id") ON DELETE CASCADE
);
INSERT INTO "ballot" VALUES('95914997-6965-446a-985d-61fb09255b94','a',X'2C4996B7641C5CCE715C019936F4000E86B9FFBCD7CFB6487529D87833393C725AC597C960F5E7350DF9B94351344F4D79B9BD03A26A7E86F53CFD43E741169D724F7C8ACE225C54A214F587B09E47BB958704352A2055B0474A5EDA7DFCF7C1A59FBB0E7779C0D172CAAE3B883952FC13FA219F89554F35F392CDA24C0608A830A00DA16E1866B4800B62116AF68A636BD0038DC50B81636389FDD991CCB4BD57BA7D9ED0C6233445A25A17DB12EADB92A1A7B8F17D2E2033B1EEA512E8CA8521B7CB2DF4E7FC395557B3ED9EB14A4CBC665FFF49AA9F5E82ABCA2AEA372D21574DDC4B8905A2915274ED886B624E67B250C8E1C39BC2C620CFEB8F25FD725EBDB9CC3CB7091CCBD2AA4E9C7FF9A49677BED5FAED4B2249DD1F17FC62D22F383AA7CF312D4DCA5ABC31F2001DC14EBBB7D067761E2427722B7F9DFB605F9641FD3C3ABCE7AFF82F0D1D4E424BFAFE2C0DF6723F063675AC7BB94DC251D312266467CEC7E63483DF594A26F360B9B6CDA346C3429477030354C5E183595F892C5417F75F75686467DAB03E2BA1B11FF87854E23EBB2860293334019D45839E556E72A6E52D0D62943702A3B1AC192E0C31DEDA492CC67AEEAF9B9802CBEAD1C2BC8FAE574134A4188744EA77667B94F9435FCCDD46A6CC2C6C3612380426AAE58CFFBA7D3C5B3B059D920B8B2DCFD71C8F82A49DFFB21EA480E11AD21618DC22E57C7A7DDCBB97CF32EC33C7FB7576CAD62A31EE9B622D3633AFFDA789E751E52E158BFA4DC53E1140F6534D9BA994C7F040B53265AB2A31A9BB1726AC14E5E0B79CB750C489AF849FA01AD64AB222C67588A31229D5265BB66B061D210DD9B4B0F3551CAF4C66B93F499B512253247CBE1BCC058E14E2A2BD47EC4F8802885B93D6D102745024B650D5968721AD747AFCF1BD0C0831112E4AE4891BBEB0D4E3C843F9064434CE3A5CEB27F9517A4DCAA5C0A012353DAC369B2A9E76060E9CF483ECD365473B029EC7D754E5E10C2BE24414FD6A498BA40486E7C630EA9D597068F172A301DD177A2D8193E2E55F4D2EDAEC6A521472960D5C290D3DA0263CBED0BDF19ED31157E30D8E4D15C423209E77F9760C326999926189406BC2052BBDDFA920310243A51ADDA4D34A4AAEEEF965773AA9B9BCB1C1600BCAFAE4677FFF522029F5897FF69348E4752650CD4C9BF5235ECACC87D677990053F863FCAA434F5F995E2C960AC4BB8928CA4F410CF8A4E7DFC51AEEE2EDD2D13D4CFF88C5B15BB02CE98FC8C0CD16A2055FB074D55F380F5D92A852AA2C073E35B1F40CF5EB0302A8A70E85CA9ACA951A14E40ADFB5BDCA83D21D6B332585552412D6D68C7EA057C505BF444A2C90926147EEA34A90B06F4B05804417AA338089C9DDB7F53C83D5EC97D9CA80877915CA7B5FFBBBA067DB811A4BA164D93CCE3DA4825EF4F8B142F62331001AC2507CB32C0E8D3338B323E47814BC0431B907031C865AF97F19215A384C1ECABB9B20729B5E3F28D8F83B18E8C38EE70C28B13A131D8F28827072957E24B95F8CF54C57A3BE286D2E8C41B0715C23709610324112AF2D0A0D5A34BA1346AF47B494B44F3250AC5501F6A3F28CCEC17F2042D6C092EBC954C2EB23EFB66088A6CCD1BD2B2AB330970504087B17803C793997D17FF624FB5A6EBB93739FEC2C3ABD2231DCEB058E2429F0438364B7C37A557BE16D16D197B33DB4BD4BD983BB6E73FB45EF930B132D272BC3ED1B4E1E13D3190600C6B17FBCF47A13D193B9BD829710E71879D672728D3D99E27BE4AA2DA67339BF1D2FF1703E9E3286D83FBA07A31B9809A684FCA2FBF7020A447024260FF0FFDC82958B5B1DADEF894BF3D9F5F27392B4CB41F0E94DC35B83C469E6D784BF43D76CAF56E52FB225618CF55824E192776BDF816428DF1A9322420FE106D494DB5CA383549B217D50C403F77825D2C05BA1B47A110450B1D21D2CA4C662F5D870FC5B10E6825FBF5640FE4E416BEB58BE0C85417A3179D04B7CE0D53767A723D07E86E1F1BA89A6AA8FF4AAA409A3C7788A34C5C63529AA72B675E407CB6C9B0016A126BA16F38831970EDF53C69A1361C43CA6655D0E764930A1EA0CE1D36A9CFA642C33B6D407E49D24099122AFA7ACBCD8BD18F8949ACB31833501BEEDCC54ACDB10ECCB2B233D65638FF6A48768F6A5B56B6B130FC4ED13F5749093BF8F2EBFF54B2E5C515CD8F7853E94B29316D72AAE3B05F455B659F1C70D67D606EB3DE5F77D14CB877B2B9B15A711A5E320953729B96CAF16AC67AE2321C88A1DD5B53AA74D1130AC38CBF6777002503530CAEE66EBA00D333EAB10317DD7164E941AAA8BB726CD71BBCFC6E241672A6BB147DC94030775A2E07576553AFCC625FE943594F59A46EA1E37526883BA45EFE55DADF609663F865F0C236264B53022C303759073281B4996F1020664C35498AE6AA4D652A9D85FF3FE04DEE04248F4E66299B6B0686D393DA1351E79E7C630EE53FD6FE52F3480A0611147BFB5E164E0E40DC7DFD4909FF3A9C4733F116EF04F2913FA0EED40BD43462A47D1B17129552D605CDEC242BC41168723A0C02C7377A180F38428DB0B33D01BB3345DE2C027A15F9EF5503EF8873500D63F12B1A232AA7E66B9C34F4524A2D8A449150712045F90F3A9A49A48FBD72FB81E3E2E70E0C993FEF0DACE215A690F0BA38A554196211F3F91527827215165AEEAC0A7031C8EDB24897F1DA1FB9821A63623B76755FA0D586B1AA060702DDA793EF47E5C6EA8BB973E8F3196735BBB054478C6FCE2F0BBE7B2FEC84AD25DD4254D09CBB36D55A1126D9E99764CD1F3D61F8870FD1656CACEF007B7013104EB00053D73E8482C4EBA6063E960677093FB6B50E9823931A4E998192E2C474E8D925A1138E264A3806F2B330F48FA4DC360307414FE2EBFCF4595C47AA694CED813D8AFE72C810E0AD589B4B0E5C3B2EC9E036314CED00C768D0605F15E578C5EAF26C08D48D6B04068326A69B407A3CDC3D722EFE343F196697C223C133D4FD65B3F9A0545DA5746910FFA876E7E8F0CF8E5AB41AF3874D60CF56FB31C96D6A98060731797F8F5F5F36F87B538A0078DEE2C7545B57B536954CBB588EC49A6C82ECC5D80978E4C92D68B9A65C4338F201931BA568BF8020A3365ACDE30647C7A75C1D1DA33C14635C8B05DAF72419541D8C3CA7987E059EFE3B0BD49B90916E266048EE82349007BB35AF872C654B5103FC4A6B910D838C9A0739643A0B7061CD10D65E9EA8109F0F169FA8E25A4E597836070675EDD795E17B8140C8C00A4C7CF3E0362C8BBFD5EDC8F6EC316480878E6A31BE1AC1A8C1CFA8250C33D45F606050EDA7EA7B85D11BD128F5824B8AA8F42089C35518FB399E42CF00EAA6368F84394DC42F345739C977FD3A2C205588C7F7378C6EE108E8ACBD40C4497D6990D320F654A0CE547EA21A89B724C6EC09836AD01932F8907EA816CCDA9473BF70718665CF5FC28D9E8F708AD5867216C61C1A597C5FDC2980E9D93B2C8DF21FBBB2C7883EF5A8D8A6F2982B98F7D105C1746FB43ACAE67FE16469B978DDE89552A04FE3218DD1516C54C355330C52C66983924B3898774696D9CA35343791A579B9A763AB697A3EA595E924B4599099F9B3FB1246D88362971627C53E9C0FFD23C83D102643DDD64A80A3E166A0D35E7BFA34E813C0BB74F48E2052787F2B4D59F60E039EE124785FCB0A6EA24AF19BAFD139B10DD8C3DB4083A51FF3395C04DFAB486747A4CF3183EF1DC8E2B987764F2E2090DAF0695B7D86257AA636D42FED355AFC46F6D9A002E6E8CC23A7E272EB51B3CFB99410CF5FF972FD60BE6B99AA3248EB9DDD27D4031112ACB32011544D5CD8458F44E50D0F487CD5FA67FD0D438D42296434D838312349B903CFF7E1A05CD1B66A980C4BE3DE4D13AFEEB9E8E73B864F74B0457FE6A3231C47E59AF54E74278F63DDD493176B91A9EBD732896D5AA9C1C81B93D591856D57A6BC4E5C457D978CD3C9037D1BFB5EE17F6D4B0BBF8905849FCBDCCF78230D4B961B0796AC944319715F5836AD5F0027426EEA3888624774E362D16EC3B9E51D6EC694D5B1E1CEF2DF7893F54BF42FEA2FCB3DE887E1FF9891BA664CA99DC023A308F867AE104ACADB07F2CBDBD40616F042CBB61B7F3F41E0614590FEF8D6210B5A6E1C86F1A67332BCA77E44667E7D96637767FF6B9B64027723810838310982BE8BEE904E8EA12392D0CE17FAEC06B596E01D9E09552E3561CE56C235507FCB8984B763F5074F12F7E747EA3C0456257440EFF4021169F11FB86FE69F7A24CC3ED8E3854E14BA5AE02089CD960B982F7ECF0E79E4CD71E57097A73D1F8AF85635E89A16643A3F1F20BB8F8A9CF4D598871FF573E804F13088B1D9F255E98DD6A30FD8D5FDB85B172F2D374E26F69B5FFCCB95FF7FB544181216DA5F44F5CC69ECB2CD9EE574363260668E6DE012A1792E81185A1346E8E24356B7D2A9C4AC1615F9E856A4B73817D5AEB7AF8FA95D6DADCF482988F224B41C45F5147BC5C76E51ACF224CEA0083915068755FCE44B9A896CE1A2954357D96A8410529C77BB9E601C3C01BDA3619949D045B90D55CF6DF3649A56BB57C9EFC4F6579F27A6D08B65E0E5CCC8D71A7BC89BB2607715434B3F8AD5EC01E7363138306310920F149CAE156EAB28F729C891D8D1D8C8F62FDFC8F3045B1CF2CBB8C297E801EF4B47ED48A91965A67C9F2E255E9D91F7D42E8FC55451B88F3A8182B8EE224EAE219BF561D3548E7D7A7D1B747C0B125AA4FF855B5D71D0E4FCE22738464D31E8804244BBF69F961265E6115839D1B896F93303735942476BDDC58E3067ACB575501361C6988FAB0236E2236D6127891CF2CBE11D938D35B75BDA13E89005D595637A55A8732BC69AB0FDBFB6F5F5E7A39465445F37ACFAAF664052792616F6580C9B486492847CEF8088D4922E996792B7F437A1CE234FFBEE85EC0171B28CCA640538DD3076D8C4369A0D90D9EACD9164A348587C0AA2D30289CBA6D1A78978A01506585F639EF478B0340FBA9EF0FA19C238ECEC8923969B607871BF39DAEEF6B97A5F5963FD193E5193FEFA80277CCD2FA5DF4BEC360B75EDF447E5C142A1CAF4B86455D6959FF82B0FFA45DF352808E4470B8D7E18B7E523E12402BB1BB6501A67DFF827A0FACFFC4C8F91A59D20D4B9D8206F5504825D81866D9C29FB230A2C556DC8AA2063912109BF29358CB0E682FC82BC7468D3D94C7FC1D10AA7D3B838D6AB7865D79076FEB5CF30F344E0491BD666B0FAB4676692D8C1A50CD24098AA0CA72932F272B9668A04B19597BBB387A7F3244F29401E51DCD948247C4CC38B3A8E35016B7317548A4877AC233AA84792D7FE8AC9934B1744007F680A08C645E41A23A002F92B587F12B0FF1255B8E6F65ED4EB753262E78A980805B521E7DE676A3F1F4512570B16DC521E0BBF4C3D96B01CEA0519D0C171B681A4F4BFC691337D3872389F3295306EE028F8A0184C8BD0967D048F7A83A534FB7D55C7F8DD098608D2FF92DC7FFE97312F70260C32BA3B0047BC061F36461B60B54589B72102F840E173297077E5F8B6CE484ABE12768F3D27FDCAB03C0FD94C5B36F37D44406E9508250643DCF430F60ACB51E2EAA8479CF1E7ACCE76B0E77DE7C41179ACAB8EE2D40E0FE2F6FC04079B6721C705C736ADF84988CDE5753C8421AD537D92EA9E9D16BC3C1190D8153A00D38605C89D4C44BA422652126D94AB1996F9466451039E07F759A94005B33D8FA758D9F0F0608C5F65C360F1E1AA7361F7F1E016EBA45D779061E008A15587CD2E4F2CB50AF14B58190BE291AA47B60DF53AC28896DD194F645CB567B9A4BF3280722952213C438B0F2C8D2662B91A11E221A73A8E7570FF576F9FAE537C54B5F1BAF2E630205F42A9C9A7426555DF4CB45A794D9DF16823964FE5FD0B10426574E1772DD3E768B785ACF42B4644D13110990BBD79421B994263783BDD59EFA4F547819ECCDCC6403127D26446FFC9344AB2713A982D9321D51ECB304E384E9BDB073CB4BE18CB6EE12E70B1F30DEF5E8682E6C29B147ECF30F86487DA32409674638AD089201046F269FF28AC8EE03AFD0660D6EE4C4A293960EE392AC89A0CA63122FAEB3DB87EA6B11FEF558CE31A7A59FC48ECD3EF9B74B8E794C8A47FE06FE780D4BFC92A02C04BC143FA20E962E1077436292DA25829DF364008B102CE266513B5DB0F69C459A3D0593E5B6263C35F53CE551A6A3BB7375006665E749BE0928CCC83E876AD6944BF45D18895B293E03574237AFF7F8C4257918ED7AA46314E50378CB26027C000E653E73E5991D6226B31575AFFD494A315C8DE03241C1DDF62A2AB23DD868D694C42DC572393797CF30D811DC5CBF4B2CD16EE160371D6424EB54C72C6DE57FE017F9EA4E4BD041A44260ED78DC6804D68D444161E40675043AC2683F2F9ABB4B81345D497A4FA5F4CE8BFCEA522E9F999D9B292334579477F871781CBC6C86CBDE2492259653808729245695767CE7A1DB26C2F264CFB6ACC2761B4DE420F632DACB862ABE8F25C0F799D5D5C1AA17B9A4E6761F02A522902F4EB152FA8BF6005BFFBD174DD651BEE26BA7F73837132DAE70DF3D0B225FC0557A66339B1986A2777B996647A1BB111CBB61EAB603B14E61693156ACA1CAB9564B5B78D0E3B93266E0BF6652C9A9774DAE2CA66D973D5472453BA0B7C90D7F97DB5290566B033269F3BA489A1E320F3E4B4456AFA9EAA975D572CDF588BE932F693FB4A7528C095CF7F5EB261794EFB3474E3FD6224F7CBEDC38AB583944551EE87EEE1DC6771C314C845461758790F1F779661953E28141C2778EE4D074D69601E17F3D498660FA37CB16A44E7B4B74351CEDF2BC7EAC15C29799B80B3DDCC188C76AD90E4DED810AECCB953F83D2C3131C1457E39A38E1DD1B3F67C86F105E4743FF7D18858A280EBB18DF8E65C6E4F7D912732A34D6B1B4F2A047013FF7B79905D4EF147DC0D1979FB974441EBB2F3BBD4AE3A1ACE8F45602C7142F5D90363FD6A463DF110612BC0A4325D1BCB887540CE96399CC4D9DF3AE323FAB4182EFEBEA4F9BF9C8407074C5743103E31CDFF537A0B3158E44A0FA5DD3125EB2B1BE691D3D07595579C34B21C97CBBF6AFC41665AA2D90380E4018DA4B141B9068F9ECDB9DF8042BC9B7D50ACAE0BA8EB8F5F08A1B238F6027742104C2BC4930CA2228729323B8258F58A5B63752D68854F75E63A5E74BBBB9B0D4772E6073F3C27DDA60B0ACA8F777A41CD186D731F5B820743CFC','94305cbf-89e9-427b-9636-2da01c3ad931');
CREATE TABLE "comment" (
    "id" CHAR(36) NOT NULL  PRIMARY KEY,
    "side" VARCHAR(1) NOT NULL,
    "question" VARCHAR(120) NOT NULL,
    "text" TEXT NOT NULL,
    "wave_id" CHAR(36) NOT NULL REFERENCES "wave" ("id") ON DELETE CASCADE
);
CREATE TABLE "comment_note" (
    "id" CHAR(36) NOT NULL  PRIMARY KEY,
    "comment" VARCHAR(64) NOT NULL,
    "taken_out" INT NOT NULL,
    "text" TEXT,
    "released" INT NOT NULL,
    "wave_id" CHAR(36) NOT NULL REFERENCES "wave" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_comment_not_wave_id_982942" UNIQUE ("wave_id", "comment")
);
CREATE TABLE "consultant" (
    "id" CHAR(36) NOT NULL  PRIMARY KEY,
    "email" VARCHAR(254) NOT NULL UNIQUE,
    "name" VARCHAR(120) NOT NULL,
    "firm" VARCHAR(254) NOT NULL,
    "password_hash" VARCHAR(200) NOT NULL,
    "created_at" TIMESTAMP NOT NULL
);
INSERT INTO "consultant" VALUES('588a33d0-93a4-4faa-b00e-54ed517a9c1b','alice@consultancy.example','Alice Arden','','not a hash','2026-11-29 01:51:53.662066+00:00');
CREATE TABLE "invitation" (
    "id" CHAR(36) NOT NULL  PRIMARY KEY,
    "nonce" BLOB NOT NULL,
    "generation" INT NOT NULL,
    "token_hash" VARCHAR(64) NOT NULL UNIQUE,
    "answered" INT NOT NULL,
    "participant_id" CHAR(36) NOT NULL REFERENCES "participant" ("id") ON DELETE CASCADE,
    "wave_id" CHAR(36) NOT NULL REFERENCES "wave" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_invitation_wave_id_b844cb" UNIQUE ("wave_id", "participant_id")
);
INSERT INTO "invitation" VALUES('77e3f04f-8e28-4f35-819e-1875036e180a',X'6A221E41393639FA380CC8459482DC00',1,'7f4564155aa002908b5cce64e010721a897782c4133944bb6fdaef5d55e85778',0,'b5f70054-ba13-4818-a46a-053dfdfe7b50','94305cbf-89e9-427b-9636-2da01c3ad931');
INSERT INTO "invitation" VALUES('c6973f70-ca0c-4d85-948c-4861edbe7036',X'F380DF805633A0626C2C033E49EBD4BE',1,'81c00915e1b0a6b91d6b9e383eb31ff65dedc24861d02570d3012ded1ba6ba17',1,'b3c71ddc-704f-4199-90b9-bbed930ab1e8','94305cbf-89e9-427b-9636-2da01c3ad931');
INSERT INTO "invitation" VALUES('172640ed-f42c-400a-868f-d83256a588b4',X'BAA7A348D5AA869DDDC6ACB152F05C81',1,'284e59c1e698aae098c47361f0c1421f668ad37f2ffe8b86acc75855ce570a82',0,'7cd42f92-6eef-463e-9a73-a7b6adab65ff','94305cbf-89e9-427b-9636-2da01c3ad931');
INSERT INTO "invitation" VALUES('9c508808-e8ee-473f-b0aa-b41b42f7c128',X'B1FD0B1C5217AB3389F9B15C032BD513',1,'4396c323ddc268577249c144fbe41e7f97a93e93f5f1a4c399de6daa721c9bbf',0,'c6782ccf-1d61-4ddd-b7c0-a528d6aac18d','94305cbf-89e9-427b-9636-2da01c3ad931');
INSERT INTO "invitation" VALUES('6a92ce93-7ceb-4d25-b23d-ce9868dfa366',X'9FFBDA2E6E9AC5FA5B093B10F69611BB',1,'4c2aaf57eba3ecb24a73c5d0bda7531e4672ce98868058df0127f5120e7172d2',0,'f11a1c3f-93b8-4486-93dc-6d27aed405b7','94305cbf-89e9-427b-9636-2da01c3ad931');
INSERT INTO "invitation" VALUES('3ab65441-20cb-4dd2-8f90-04ee477229dd',X'EB96E04D1868B029820E1CA5EA4E61C6',1,'7e62d1fff618810b0cb589f6822ea5a6ebc2495e04c66cafec7f3d28cb8c3881',0,'e867e71b-dcea-42e3-a23b-809b49334612','94305cbf-89e9-427b-9636-2da01c3ad931');
INSERT INTO "invitation" VALUES('b121ee4d-311e-41ae-a7e9-007d55c8f278',X'105C81A76D775B146915E8C2882A9E82',1,'bc1a7d93e0457a4b79ef2dec3eca77b7ac9229a0ce26d63da142534f26ae7d55',0,'b6ea1d7f-d417-4a87-bc1e-668276c1c61f','94305cbf-89e9-427b-9636-2da01c3ad931');
INSERT INTO "invitation" VALUES('8f8875e7-0bc4-4147-86c6-f08fcbb61a64',X'55C7472E069912FEDBCA03E162113D32',1,'2682b06608bfc1e98e7e4bef5931f2c6460c31bda0cee4f10b0b6aff8a55dc59',0,'eeee0bdd-d1c2-4495-b7b5-e1941696949d','94305cbf-89e9-427b-9636-2da01c3ad931');
INSERT INTO "invitation" VALUES('5af5180a-f6b8-4dad-b9d6-2f9e2a178770',X'2A7D6D255967B8D2DD6CB7D705AF50C0',1,'be99f25c98f8c62488c0ab21fce953b7134d9f5825b62dfae5f3c946942ef259',0,'c994c481-73fc-49ba-be98-205d654aa874','94305cbf-89e9-427b-9636-2da01c3ad931');
INSERT INTO "invitation" VALUES('5078c982-01fd-4244-9ba5-c49959a69f2f',X'DD53FDB63BBBA306A566AE3205DB13DA',1,'4526b0172cecabea66ecc267486dd6edcd37b03b66345eae01c03eb138945c4b',0,'83a2e0c5-33c3-46f9-ae57-98bf6584bf15','94305cbf-89e9-427b-9636-2da01c3ad931');
CREATE TABLE "mail_count" (
    "id" CHAR(36) NOT NULL  PRIMARY KEY,
    "day" DATE NOT NULL,
    "kind" VARCHAR(20) NOT NULL  /* INVITATION: invitation\nREMINDER: reminder\nNEW_LINK: new_link\nTEST: test\nPASSWORD_RESET: password_reset\nBELOW_K: below_k\nOPENS_SOON: opens_soon\nHELD_UP: held_up\nREPORTED: reported */,
    "side" VARCHAR(1) NOT NULL,
    "sent" INT NOT NULL,
    "wave_id" CHAR(36) NOT NULL REFERENCES "wave" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_mail_count_wave_id_69d700" UNIQUE ("wave_id", "day", "kind", "side")
);
CREATE TABLE "message" (
    "id" CHAR(36) NOT NULL  PRIMARY KEY,
    "kind" VARCHAR(20) NOT NULL  /* INVITATION: invitation\nREMINDER: reminder\nNEW_LINK: new_link\nTEST: test\nPASSWORD_RESET: password_reset\nBELOW_K: below_k\nOPENS_SOON: opens_soon\nHELD_UP: held_up\nREPORTED: reported */,
    "state" VARCHAR(10) NOT NULL  /* WAITING: waiting\nSENT: sent\nREFUSED: refused */,
    "language" VARCHAR(8),
    "attempts" INT NOT NULL,
    "not_before" TIMESTAMP NOT NULL,
    "error" VARCHAR(300),
    "consultant_id" CHAR(36) REFERENCES "consultant" ("id") ON DELETE CASCADE,
    "invitation_id" CHAR(36) REFERENCES "invitation" ("id") ON DELETE CASCADE,
    "wave_id" CHAR(36) REFERENCES "wave" ("id") ON DELETE CASCADE
);
INSERT INTO "message" VALUES('b0669587-a81c-4263-a936-39304b102c5c','invitation','refused','en',0,'2026-11-29 01:51:53.705182+00:00','550',NULL,'77e3f04f-8e28-4f35-819e-1875036e180a','94305cbf-89e9-427b-9636-2da01c3ad931');
INSERT INTO "message" VALUES('6ecb72f6-097e-477b-a298-77bcb3856983','invitation','waiting','en',0,'2026-11-29 01:51:53.705182+00:00',NULL,NULL,'c6973f70-ca0c-4d85-948c-4861edbe7036','94305cbf-89e9-427b-9636-2da01c3ad931');
INSERT INTO "message" VALUES('9fbb40bb-0f8f-47f0-aabc-1eabc67fa519','invitation','waiting','en',0,'2026-11-29 01:51:53.705182+00:00',NULL,NULL,'172640ed-f42c-400a-868f-d83256a588b4','94305cbf-89e9-427b-9636-2da01c3ad931');
INSERT INTO "message" VALUES('a846a912-d5a2-42e8-93d8-09cd4dfa28d9','invitation','waiting','en',0,'2026-11-29 01:51:53.705182+00:00',NULL,NULL,'9c508808-e8ee-473f-b0aa-b41b42f7c128','94305cbf-89e9-427b-9636-2da01c3ad931');
INSERT INTO "message" VALUES('5ebfdf58-89ba-4a9b-9fe4-6065a0b820f0','invitation','waiting','en',0,'2026-11-29 01:51:53.705182+00:00',NULL,NULL,'6a92ce93-7ceb-4d25-b23d-ce9868dfa366','94305cbf-89e9-427b-9636-2da01c3ad931');
INSERT INTO "message" VALUES('4bb7f71f-3200-4b0b-828a-c8b9ce2813b5','invitation','waiting','en',0,'2026-11-29 01:51:53.705182+00:00',NULL,NULL,'3ab65441-20cb-4dd2-8f90-04ee477229dd','94305cbf-89e9-427b-9636-2da01c3ad931');
INSERT INTO "message" VALUES('34015752-ed19-4bdf-8476-f3b396062258','invitation','waiting','en',0,'2026-11-29 01:51:53.705182+00:00',NULL,NULL,'b121ee4d-311e-41ae-a7e9-007d55c8f278','94305cbf-89e9-427b-9636-2da01c3ad931');
INSERT INTO "message" VALUES('480833c5-34f3-4e73-b2e3-f7c8a948c5cf','invitation','waiting','en',0,'2026-11-29 01:51:53.705182+00:00',NULL,NULL,'8f8875e7-0bc4-4147-86c6-f08fcbb61a64','94305cbf-89e9-427b-9636-2da01c3ad931');
INSERT INTO "message" VALUES('97f41880-abe2-4913-82f9-288f09cd7a8e','invitation','waiting','en',0,'2026-11-29 01:51:53.705182+00:00',NULL,NULL,'5af5180a-f6b8-4dad-b9d6-2f9e2a178770','94305cbf-89e9-427b-9636-2da01c3ad931');
INSERT INTO "message" VALUES('ecf07bec-bf5a-4b64-88ec-ad9f53765bb3','invitation','waiting','en',0,'2026-11-29 01:51:53.705182+00:00',NULL,NULL,'5078c982-01fd-4244-9ba5-c49959a69f2f','94305cbf-89e9-427b-9636-2da01c3ad931');
CREATE TABLE "participant" (
    "id" CHAR(36) NOT NULL  PRIMARY KEY,
    "email" VARCHAR(254) NOT NULL,
    "side" VARCHAR(1) NOT NULL,
    "name" VARCHAR(120),
    "attribute" VARCHAR(60),
    "language" VARCHAR(8) NOT NULL,
    "do_not_contact" INT NOT NULL,
    "refused" VARCHAR(300),
    "alliance_id" CHAR(36) NOT NULL REFERENCES "alliance" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_participant_allianc_33577c" UNIQUE ("alliance_id", "email")
);
INSERT INTO "participant" VALUES('b3c71ddc-704f-4199-90b9-bbed930ab1e8','person0@novara.example','a',NULL,'Marketing','en',0,NULL,'e43b519f-27e1-4596-8e5a-c685a23c7c9b');
INSERT INTO "participant" VALUES('7cd42f92-6eef-463e-9a73-a7b6adab65ff','person1@novara.example','a',NULL,'Marketing','en',0,NULL,'e43b519f-27e1-4596-8e5a-c685a23c7c9b');
INSERT INTO "participant" VALUES('e867e71b-dcea-42e3-a23b-809b49334612','person2@novara.example','a',NULL,'Marketing','en',0,NULL,'e43b519f-27e1-4596-8e5a-c685a23c7c9b');
INSERT INTO "participant" VALUES('f11a1c3f-93b8-4486-93dc-6d27aed405b7','person3@novara.example','a',NULL,'Marketing','en',0,NULL,'e43b519f-27e1-4596-8e5a-c685a23c7c9b');
INSERT INTO "participant" VALUES('eeee0bdd-d1c2-4495-b7b5-e1941696949d','person4@novara.example','a',NULL,'Marketing','en',0,NULL,'e43b519f-27e1-4596-8e5a-c685a23c7c9b');
INSERT INTO "participant" VALUES('b6ea1d7f-d417-4a87-bc1e-668276c1c61f','person0@helix.example','b',NULL,'Marketing','en',0,NULL,'e43b519f-27e1-4596-8e5a-c685a23c7c9b');
INSERT INTO "participant" VALUES('c6782ccf-1d61-4ddd-b7c0-a528d6aac18d','person1@helix.example','b',NULL,'Marketing','en',0,NULL,'e43b519f-27e1-4596-8e5a-c685a23c7c9b');
INSERT INTO "participant" VALUES('c994c481-73fc-49ba-be98-205d654aa874','person2@helix.example','b',NULL,'Marketing','en',0,NULL,'e43b519f-27e1-4596-8e5a-c685a23c7c9b');
INSERT INTO "participant" VALUES('b5f70054-ba13-4818-a46a-053dfdfe7b50','person3@helix.example','b',NULL,'Marketing','en',0,NULL,'e43b519f-27e1-4596-8e5a-c685a23c7c9b');
INSERT INTO "participant" VALUES('83a2e0c5-33c3-46f9-ae57-98bf6584bf15','person4@helix.example','b',NULL,'Marketing','en',0,NULL,'e43b519f-27e1-4596-8e5a-c685a23c7c9b');
CREATE TABLE "rendering" (
    "id" CHAR(36) NOT NULL  PRIMARY KEY,
    "format" VARCHAR(8) NOT NULL,
    "edition" VARCHAR(16) NOT NULL,
    "language" VARCHAR(8) NOT NULL,
    "shown" VARCHAR(64) NOT NULL,
    "maker" VARCHAR(64) NOT NULL,
    "state" VARCHAR(8) NOT NULL  /* IN_WORK: in_work\nREADY: ready\nFAILED: failed */,
    "claim" CHAR(36) NOT NULL,
    "heartbeat_at" TIMESTAMP NOT NULL,
    "done" INT NOT NULL,
    "steps" INT NOT NULL,
    "body" BLOB,
    "wave_id" CHAR(36) NOT NULL REFERENCES "wave" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_rendering_wave_id_f25d5a" UNIQUE ("wave_id", "format", "edition", "language", "shown", "maker")
);
CREATE TABLE "report" (
    "id" CHAR(36) NOT NULL  PRIMARY KEY,
    "number" INT NOT NULL,
    "body" TEXT NOT NULL,
    "wave_id" CHAR(36) NOT NULL REFERENCES "wave" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_report_wave_id_3daecb" UNIQUE ("wave_id", "number")
);
CREATE TABLE "response" (
    "id" CHAR(36) NOT NULL  PRIMARY KEY,
    "side" VARCHAR(1) NOT NULL,
    "group" VARCHAR(60),
    "values" JSON NOT NULL,
    "wave_id" CHAR(36) NOT NULL REFERENCES "wave" ("id") ON DELETE CASCADE
);
CREATE TABLE "stored_value" (
    "key" VARCHAR(200) NOT NULL  PRIMARY KEY,
    "value" BLOB NOT NULL,
    "expires_at" TIMESTAMP
);
CREATE TABLE "tortoise_migrations" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "app" VARCHAR(255) NOT NULL,
    "name" VARCHAR(255) NOT NULL,
    "applied_at" TIMESTAMP NOT NULL,
    CONSTRAINT "uid_tortoise_mi_app_3803a5" UNIQUE ("app", "name")
);
INSERT INTO "tortoise_migrations" VALUES(1,'models','0001_initial','2026-11-29 01:51:53.655045+00:00');
CREATE TABLE "wave" (
    "id" CHAR(36) NOT NULL  PRIMARY KEY,
    "kind" VARCHAR(8) NOT NULL,
    "state" VARCHAR(10) NOT NULL  /* DRAFT: draft\nOPEN: open\nCLOSED: closed\nDESTROYED: destroyed */,
    "questionnaire" JSON NOT NULL,
    "languages" JSON NOT NULL,
    "k" INT NOT NULL,
    "comment_k" INT NOT NULL,
    "statement_margin" REAL NOT NULL,
    "scale_margin" REAL NOT NULL,
    "attribute" VARCHAR(60),
    "retention_days" INT NOT NULL,
    "opens_on" DATE,
    "opens_at" VARCHAR(5) NOT NULL,
    "closes_on" DATE NOT NULL,
    "remind_on" JSON NOT NULL,
    "invitation_texts" JSON NOT NULL,
    "reminder_texts" JSON NOT NULL,
    "public_key" BLOB,
    "wrapped_private_key" BLOB,
    "few_changed" INT NOT NULL,
    "launched_at" TIMESTAMP,
    "closed_at" TIMESTAMP,
    "participation" JSON,
    "participation_at" TIMESTAMP,
    "reminders_sent" INT NOT NULL,
    "reminded_at" TIMESTAMP,
    "warned_at" TIMESTAMP,
    "announced" INT NOT NULL,
    "held_up" VARCHAR(300),
    "alliance_id" CHAR(36) NOT NULL REFERENCES "alliance" ("id") ON DELETE CASCADE
);
INSERT INTO "wave" VALUES('94305cbf-89e9-427b-9636-2da01c3ad931','pulse','open','{"id":"alliance-pulse","version":"1.0","kind":"pulse","minutes":2,"scales":[{"id":"trust"},{"id":"communication"},{"id":"role_clarity"},{"id":"decisions"},{"id":"commitment"}],"sections":[{"id":"companies"},{"id":"together"},{"id":"comments"}],"items":[{"type":"rating","id":"trust.reliability","section":"companies","asked":["we","they"],"scale":"trust","points":5,"reversed":false,"labels":"agreement"},{"type":"rating","id":"trust.candour","section":"companies","asked":["we","they"],"scale":"trust","points":5,"reversed":false,"labels":"agreement"},{"type":"rating","id":"communication.timely","section":"companies","asked":["we","they"],"scale":"communication","points":5,"reversed":false,"labels":"agreement"},{"type":"rating","id":"role_clarity.decision_rights","section":"together","asked":["alliance"],"scale":"role_clarity","points":5,"reversed":false,"labels":"agreement"},{"type":"rating","id":"decisions.stick","section":"together","asked":["alliance"],"scale":"decisions","points":5,"reversed":false,"labels":"agreement"},{"type":"rating","id":"commitment.outlook","section":"together","asked":["alliance"],"scale":"commitment","points":5,"reversed":false,"labels":"agreement"},{"type":"text","id":"whats_new","section":"comments","longest":1000}],"texts":{"de":{"items.trust.reliability.we":"Wir halten unsere Zusagen gegen\u00fcber {them} ein.","items.trust.reliability.they":"{them} h\u00e4lt Zusagen uns gegen\u00fcber ein.","items.trust.reliability.statement":"{company} h\u00e4lt Zusagen gegen\u00fcber {partner} ein.","scales.trust.title":"Vertrauen","labels.agreement.1":"Stimme gar nicht zu","labels.agreement.2":"Stimme eher nicht zu","labels.agreement.3":"Teils, teils","labels.agreement.4":"Stimme eher zu","labels.agreement.5":"Stimme voll zu","items.trust.candour.we":"Wir teilen {them} schlechte Nachrichten fr\u00fch mit.","items.trust.candour.they":"{them} teilt uns schlechte Nachrichten fr\u00fch mit.","items.trust.candour.statement":"{company} teilt {partner} schlechte Nachrichten fr\u00fch mit.","items.communication.timely.we":"Informationen von uns kommen rechtzeitig bei {them} an.","items.communication.timely.they":"Informationen von {them} kommen rechtzeitig bei uns an.","items.communication.timely.statement":"Informationen von {company} kommen rechtzeitig bei {partner} an.","scales.communication.title":"Kommunikation","items.role_clarity.decision_rights.alliance":"Es ist klar, wer in dieser Allianz was entscheidet.","scales.role_clarity.title":"Klare Rollen","items.decisions.stick.alliance":"Was gemeinsam entschieden wurde, gilt.","scales.decisions.title":"Entscheidungen und Konflikte","items.commitment.outlook.alliance":"In 12 Monaten werden die beiden Unternehmen gut zusammenarbeiten.","scales.commitment.title":"Bindung an die Allianz","language":"Deutsch","title":"Kurzbefragung zur Allianz","introduction":"Ein kurzer Blick darauf, wie es heute mit {them} l\u00e4uft. In diesem Fragebogen steht \u201ewir\u201c immer f\u00fcr {us}. Wenn Sie etwas nicht beurteilen k\u00f6nnen, w\u00e4hlen Sie \u201eKann ich nicht sagen\u201c.","sections.companies.title":"Wir und die Partnerseite","sections.companies.introduction":"Wie Sie uns sehen und wie Sie {them} sehen.","sections.together.title":"Gemeinsam","sections.together.introduction":"Wie {us} und {them} zusammenarbeiten.","sections.comments.title":"In Ihren eigenen Worten","sections.comments.introduction":"Bitte melden Sie hier keine Nebenwirkungen und keine Produktm\u00e4ngel: Niemand pr\u00fcft die Kommentare darauf. Melden Sie solche F\u00e4lle sofort der Abteilung f\u00fcr Arzneimittelsicherheit bei {us}. Bitte nennen Sie keine Personen. Kommentare k\u00f6nnen w\u00f6rtlich zitiert werden.","items.whats_new.text":"Was hat sich in der Zusammenarbeit mit {them} in den letzten Wochen am st\u00e4rksten ver\u00e4ndert?","items.whats_new.short":"Was sich ver\u00e4ndert hat"},"en":{"items.trust.reliability.we":"We do what we promise {them}.","items.trust.reliability.they":"{them} does what it promises us.","items.trust.reliability.statement":"{company} does what it promises {partner}.","scales.trust.title":"Trust","labels.agreement.1":"Strongly disagree","labels.agreement.2":"Disagree","labels.agreement.3":"Neither agree nor disagree","labels.agreement.4":"Agree","labels.agreement.5":"Strongly agree","items.trust.candour.we":"We tell {them} bad news early.","items.trust.candour.they":"{them} tells us bad news early.","items.trust.candour.statement":"{company} tells {partner} bad news early.","items.communication.timely.we":"Information from us reaches {them} in time.","items.communication.timely.they":"Information from {them} reaches us in time.","items.communication.timely.statement":"Information from {company} reaches {partner} in time.","scales.communication.title":"Communication","items.role_clarity.decision_rights.alliance":"It is clear who decides what in this alliance.","scales.role_clarity.title":"Role clarity","items.decisions.stick.alliance":"Once a joint decision is made, it stands.","scales.decisions.title":"Decisions and conflict","items.commitment.outlook.alliance":"In 12 months, the two companies will be working well together.","scales.commitment.title":"Commitment","language":"English","title":"Alliance pulse check","introduction":"A short look at how things stand with {them} today. In this questionnaire, \u201cwe\u201d means {us}. If you cannot judge something, choose \u201ccan\u2019t say\u201d.","sections.companies.title":"Each other","sections.companies.introduction":"How you see us, and how you see {them}.","sections.together.title":"Together","sections.together.introduction":"How {us} and {them} work together.","sections.comments.title":"In your own words","sections.comments.introduction":"Please do not report side effects or product complaints here: nobody checks these comments for them. Tell the drug safety department of {us} at once instead. Please do not name people. Comments may be quoted word for word.","items.whats_new.text":"What has changed most in the work with {them} over the past weeks?","items.whats_new.short":"What has changed"}}}','["en","de"]',5,8,0.33,0.125,NULL,90,NULL,'09:00','2026-12-13','["2026-12-10"]','{"en":{"subject":"{brand}: what has changed between {us} and {them}?","message":"Some time ago people at both companies said how they see the work between {us} and {them} on {brand}. Now we would like to know how it stands today: a few of the same questions, so that both companies can see whether anything has moved.\n\nWe ask the same questions on both sides, also those who did not answer before. Please take about {minutes} minutes, by {closing_date}.\n"},"de":{"subject":"{brand}: Was hat sich zwischen {us} und {them} ver\u00e4ndert?","message":"Vor einiger Zeit haben Menschen in beiden Unternehmen gesagt, wie sie die Zusammenarbeit von {us} und {them} bei {brand} sehen. Jetzt m\u00f6chten wir wissen, wie es heute steht: einige derselben Fragen, damit beide Unternehmen sehen, ob sich etwas bewegt hat.\n\nWir stellen auf beiden Seiten dieselben Fragen, auch denen, die beim letzten Mal nicht geantwortet haben. Bitte nehmen Sie sich daf\u00fcr etwa {minutes} Minuten Zeit, bis {closing_date}.\n"}}','{}',X'9C832C737CDAD745BA3B8247BEC302847529A909350190B9A14C4D43F2073E76',X'103B1D83C6DE13DF96B78579B1C61FE0D7083C6EA505FEA3CD1EEF7C2C2C376F36A105B4C1BD01E13D7D56329A9518CA83EB6006334369454F8CADCFD16108C40017A1BBB43D3A22',0,'2026-11-29 01:51:53.705182+00:00',NULL,'{"a":0,"b":0}','2026-11-29 01:51:53.705182+00:00',0,NULL,NULL,0,NULL,'e43b519f-27e1-4596-8e5a-c685a23c7c9b');
CREATE INDEX "idx_alliance_consult_4efd57" ON "alliance" ("consultant_id");
CREATE INDEX "idx_alliance_second__d287a9" ON "alliance" ("second_id");
CREATE INDEX "idx_action_allianc_3cd6fe" ON "action" ("alliance_id");
CREATE INDEX "idx_wave_allianc_b069aa" ON "wave" ("alliance_id");
CREATE INDEX "idx_ballot_wave_id_5c721b" ON "ballot" ("wave_id");
CREATE INDEX "idx_comment_wave_id_e85980" ON "comment" ("wave_id");
CREATE INDEX "idx_message_consult_27c66a" ON "message" ("consultant_id");
CREATE INDEX "idx_message_invitat_8a15ed" ON "message" ("invitation_id");
CREATE INDEX "idx_message_wave_id_5c3389" ON "message" ("wave_id");
CREATE INDEX "idx_message_state_f13bd6" ON "message" ("state", "not_before");
CREATE INDEX "idx_response_wave_id_b91ba3" ON "response" ("wave_id");
CREATE TRIGGER wave_plan_frozen BEFORE UPDATE ON wave WHEN OLD.state <> 'draft' AND (NEW.alliance_id IS NOT OLD.alliance_id OR NEW.kind IS NOT OLD.kind OR NEW.questionnaire IS NOT OLD.questionnaire OR NEW.languages IS NOT OLD.languages OR NEW.k IS NOT OLD.k OR NEW.comment_k IS NOT OLD.comment_k OR NEW.statement_margin IS NOT OLD.statement_margin OR NEW.scale_margin IS NOT OLD.scale_margin OR NEW.attribute IS NOT OLD.attribute OR NEW.retention_days IS NOT OLD.retention_days OR NEW.few_changed IS NOT OLD.few_changed OR NEW.public_key IS NOT OLD.public_key OR NEW.launched_at IS NOT OLD.launched_at OR NEW.invitation_texts IS NOT OLD.invitation_texts OR NEW.opens_on IS NOT OLD.opens_on OR NEW.opens_at IS NOT OLD.opens_at OR NEW.announced IS NOT OLD.announced OR NEW.held_up IS NOT OLD.held_up) BEGIN SELECT RAISE(ABORT, 'the plan of a launched wave cannot be changed'); END;
CREATE TRIGGER wave_extended_only BEFORE UPDATE ON wave WHEN OLD.state <> 'draft' AND NEW.closes_on < OLD.closes_on BEGIN SELECT RAISE(ABORT, 'the closing date of a launched wave can be extended, never shortened'); END;
CREATE TRIGGER wave_state_forward BEFORE UPDATE ON wave WHEN (OLD.state = 'open' AND NEW.state = 'draft') OR (OLD.state IN ('closed', 'destroyed') AND NEW.state <> OLD.state) BEGIN SELECT RAISE(ABORT, 'a launched wave cannot go back, and a closed one cannot be opened again'); END;
CREATE TRIGGER wave_ended_once BEFORE UPDATE ON wave WHEN OLD.closed_at IS NOT NULL AND (NEW.closed_at IS NOT OLD.closed_at) BEGIN SELECT RAISE(ABORT, 'the days after which answers are deleted count from the end of the wave, which stays as it was'); END;
CREATE TRIGGER wave_key_destroyed_only BEFORE UPDATE ON wave WHEN OLD.state <> 'draft' AND NEW.wrapped_private_key IS NOT NULL AND (NEW.wrapped_private_key IS NOT OLD.wrapped_private_key) BEGIN SELECT RAISE(ABORT, 'the key of a launched wave can be destroyed, not replaced'); END;
CREATE TRIGGER wave_not_deleted BEFORE DELETE ON wave WHEN OLD.state = 'open' BEGIN SELECT RAISE(ABORT, 'an open wave cannot be deleted'); END;
CREATE TRIGGER roster_not_extended BEFORE INSERT ON participant WHEN EXISTS (SELECT 1 FROM wave w WHERE w.alliance_id = NEW.alliance_id AND w.state = 'open') BEGIN SELECT RAISE(ABORT, 'the roster is fixed while a wave is open'); END;
CREATE TRIGGER roster_not_shortened BEFORE DELETE ON participant WHEN EXISTS (SELECT 1 FROM wave w WHERE w.alliance_id = OLD.alliance_id AND w.state = 'open') BEGIN SELECT RAISE(ABORT, 'the roster is fixed while a wave is open'); END;
CREATE TRIGGER roster_frozen BEFORE UPDATE ON participant WHEN (EXISTS (SELECT 1 FROM wave w WHERE w.alliance_id = OLD.alliance_id AND w.state = 'open') OR EXISTS (SELECT 1 FROM wave w WHERE w.alliance_id = NEW.alliance_id AND w.state = 'open')) AND (NEW.alliance_id IS NOT OLD.alliance_id OR NEW.side IS NOT OLD.side OR NEW.attribute IS NOT OLD.attribute) BEGIN SELECT RAISE(ABORT, 'the roster is fixed while a wave is open'); END;
CREATE TRIGGER do_not_contact_for_good BEFORE UPDATE ON participant WHEN OLD.do_not_contact AND (NOT NEW.do_not_contact OR (NEW.email IS NOT OLD.email OR NEW.alliance_id IS NOT OLD.alliance_id)) BEGIN SELECT RAISE(ABORT, 'who asked not to be written to is not written to again'); END;
CREATE TRIGGER address_corrected_only_after_refusal BEFORE UPDATE ON participant WHEN (NEW.email IS NOT OLD.email) AND EXISTS (SELECT 1 FROM invitation i JOIN wave w ON w.id = i.wave_id WHERE i.participant_id = OLD.id AND w.state = 'open' AND (i.answered OR NOT EXISTS (SELECT 1 FROM message m WHERE m.invitation_id = i.id AND m.kind = 'invitation' AND m.state = 'refused'))) BEGIN SELECT RAISE(ABORT, 'an address can be corrected in an open wave only while its first mail was refused and nobody answered with it'); END;
CREATE TRIGGER invitation_not_added BEFORE INSERT ON invitation WHEN EXISTS (SELECT 1 FROM wave w WHERE w.id = NEW.wave_id AND w.state <> 'draft') BEGIN SELECT RAISE(ABORT, 'nobody can be invited to a wave after its launch'); END;
CREATE TRIGGER invitation_not_removed BEFORE DELETE ON invitation WHEN EXISTS (SELECT 1 FROM wave w WHERE w.id = OLD.wave_id AND w.state = 'open') BEGIN SELECT RAISE(ABORT, 'no invitation to an open wave can be taken back'); END;
CREATE TRIGGER invitation_spent_once BEFORE UPDATE ON invitation WHEN (OLD.answered AND NOT NEW.answered) OR NEW.generation < OLD.generation OR (NEW.generation = OLD.generation AND (NEW.token_hash IS NOT OLD.token_hash)) OR (NEW.wave_id IS NOT OLD.wave_id OR NEW.participant_id IS NOT OLD.participant_id OR NEW.nonce IS NOT OLD.nonce) BEGIN SELECT RAISE(ABORT, 'a spent invitation stays spent, a link that was ended stays ended, and their owner stays the same'); END;
CREATE TRIGGER ballot_while_open BEFORE INSERT ON ballot WHEN NOT EXISTS (SELECT 1 FROM wave w WHERE w.id = NEW.wave_id AND w.state = 'open') BEGIN SELECT RAISE(ABORT, 'only an open wave takes ballots'); END;
CREATE TRIGGER ballot_never_changed BEFORE UPDATE ON ballot WHEN (NEW.id IS NOT OLD.id OR NEW.wave_id IS NOT OLD.wave_id OR NEW.side IS NOT OLD.side OR NEW.sealed IS NOT OLD.sealed) BEGIN SELECT RAISE(ABORT, 'a ballot cannot be changed'); END;
CREATE TRIGGER ballot_not_removed BEFORE DELETE ON ballot WHEN EXISTS (SELECT 1 FROM wave w WHERE w.id = OLD.wave_id AND w.state = 'open') BEGIN SELECT RAISE(ABORT, 'no ballot of an open wave can be taken out'); END;
CREATE TRIGGER response_never_changed BEFORE UPDATE ON response WHEN (NEW.id IS NOT OLD.id OR NEW.wave_id IS NOT OLD.wave_id OR NEW.side IS NOT OLD.side OR NEW."group" IS NOT OLD."group" OR NEW."values" IS NOT OLD."values") BEGIN SELECT RAISE(ABORT, 'an answer cannot be changed'); END;
CREATE TRIGGER comment_never_changed BEFORE UPDATE ON comment WHEN (NEW.id IS NOT OLD.id OR NEW.wave_id IS NOT OLD.wave_id OR NEW.side IS NOT OLD.side OR NEW.question IS NOT OLD.question OR NEW.text IS NOT OLD.text) BEGIN SELECT RAISE(ABORT, 'a comment cannot be changed'); END;
CREATE TRIGGER response_at_the_close_only BEFORE INSERT ON response WHEN NOT EXISTS (SELECT 1 FROM wave w WHERE w.id = NEW.wave_id AND w.state = 'open') BEGIN SELECT RAISE(ABORT, 'answers come from the ballots of an open wave, as it is closed'); END;
CREATE TRIGGER comment_at_the_close_only BEFORE INSERT ON comment WHEN NOT EXISTS (SELECT 1 FROM wave w WHERE w.id = NEW.wave_id AND w.state = 'open') BEGIN SELECT RAISE(ABORT, 'comments come from the ballots of an open wave, as it is closed'); END;
CREATE TRIGGER companies_frozen BEFORE UPDATE ON alliance WHEN EXISTS (SELECT 1 FROM wave w WHERE w.alliance_id = OLD.id AND w.state = 'open') AND (NEW.company_a IS NOT OLD.company_a OR NEW.company_b IS NOT OLD.company_b OR NEW.domains_a IS NOT OLD.domains_a OR NEW.domains_b IS NOT OLD.domains_b OR NEW.controller IS NOT OLD.controller OR NEW.contact IS NOT OLD.contact OR NEW.timezone IS NOT OLD.timezone OR NEW.brand IS NOT OLD.brand OR NEW.consultant_id IS NOT OLD.consultant_id) BEGIN SELECT RAISE(ABORT, 'the companies, their mail domains, the controller and who asks are fixed while a wave is open'); END;
CREATE TRIGGER report_frozen BEFORE UPDATE ON report WHEN (NEW.id IS NOT OLD.id OR NEW.body IS NOT OLD.body OR NEW.wave_id IS NOT OLD.wave_id OR NEW.number IS NOT OLD.number) BEGIN SELECT RAISE(ABORT, 'a Report cannot be changed'); END;
CREATE TRIGGER report_kept BEFORE DELETE ON report WHEN EXISTS (SELECT 1 FROM wave w WHERE w.id = OLD.wave_id) BEGIN SELECT RAISE(ABORT, 'a Report cannot be deleted, nor a correction undone'); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('tortoise_migrations',1);
COMMIT;