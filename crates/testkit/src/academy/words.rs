//! Names of most of France, commonest first, and the syllables of rarer ones. All people made of them are invented.

use super::stock::{OriginWords, StockWords, TailWords};

/// The words of the profiles `typical`, `hard` and `minimal`.
pub const STOCK: StockWords = StockWords {
    origins: &[
        OriginWords {
            share: 0.715,
            built: 0.84,
            surnames: "Martin, Bernard, Thomas, Petit, Robert, Richard, Durand, Dubois, Moreau, Laurent, Simon, Michel, Lefebvre, Leroy, Roux, \
                David, Bertrand, Morel, Fournier, Girard, Bonnet, Dupont, Lambert, Fontaine, Rousseau, Vincent, Muller, Lefèvre, Faure, André, \
                Mercier, Blanc, Guérin, Boyer, Garnier, Chevalier, François, Legrand, Gauthier, Perrin, Robin, Clément, Morin, Nicolas, Henry, \
                Roussel, Mathieu, Gautier, Masson, Marchand, Duval, Denis, Dumont, Marie, Lemaire, Noël, Meyer, Dufour, Meunier, Brun, Blanchard, \
                Giraud, Joly, Rivière, Lucas, Brunet, Gaillard, Barbier, Arnaud, Martinez, Gérard, Roche, Renard, Schmitt, Roy, Leroux, Colin, \
                Vidal, Caron, Picard, Roger, Fabre, Aubert, Lemoine, Renaud, Dumas, Lacroix, Olivier, Philippe, Bourgeois, Pierre, Benoît, Rey, \
                Leclerc, Payet, Rolland, Leclercq, Guillaume, Lecomte, Lopez, Jean, Dupuy, Guillot, Hubert, Berger, Carpentier, Sanchez, Dupuis, \
                Moulin, Louis, Deschamps, Huet, Vasseur, Perez, Boucher, Fleury, Royer, Klein, Jacquet, Adam, Paris, Poirier, Marty, Aubry, \
                Guyot, Carré, Charles, Renault, Charpentier, Ménard, Maillard, Baron, Bertin, Bailly, Hervé, Schneider, Fernandez, Le Gall, \
                Collet, Léger, Bouvier, Julien, Prévost, Millet, Perrot, Daniel, Le Roux, Cousin, Germain, Breton, Besson, Langlois, Rémy, \
                Le Goff, Pelletier, Lévêque, Perrier, Leblanc, Barré, Lebrun, Marchal, Weber, Mallet, Hamon, Boulanger, Jacob, Monnier, Michaud, \
                Rodriguez, Guichard, Gillet, Étienne, Grondin, Poulain, Tessier, Chevallier, Collin, Chauvin, Da Silva, Bouchet, Gay, Lemaître, \
                Bénard, Maréchal, Humbert, Reynaud, Antoine, Hoarau, Perret, Barthélémy, Cordier, Pichon, Lejeune, Gilbert, Lamy, Delaunay, \
                Pasquier, Carlier, Laporte, Albert, Alexandre, Buisson, Maury, Jourdan, Cohen, Grenier, Evrard, Coulon, Bousquet, Delmas, Thibault, \
                Camus, Delattre, Gros, Hardy, Lesage, Tanguy, Besnard, Fischer, Guillon, Rousset, Verdier, Ferrand, Didier, Lebon, Coste, Ollivier, \
                Lefort, Imbert, Vallet, Devaux, Valentin, Weiss, Pons, Couturier, Maillot, Hebert, Allard, Gonzalez, Bodin, Leduc, Cornu, \
                Guilbert, Lacombe, Voisin, Ferreira, Chauveau, Tournier, Toussaint, Bonneau, Merle, Pruvost, Salmon, Regnier, Dubreuil, Blondel, \
                Navarro, Bazin, Texier, Briand, Lagarde, Delorme, Leconte, Sauvage, Duhamel, Saunier, Lelièvre, Duclos, Bigot, Raynaud, Pascal, \
                Parent, Wagner, Peltier, Normand, Lacoste, Vaillant, Hoareau, Dijoux, Ledoux, Vallée, Rossi, Bruneau, Loiseau, Bouquet, Chartier, \
                Marion, Cordonnier, Chrétien, Levy, Godard, Raymond, Teixeira, Boutin, Guillet, Martineau, Lefebure, Lopes, Dupond, Duran",
            girls: "Emma, Jade, Louise, Alice, Chloé, Lina, Léa, Manon, Inès, Camille, Lola, Zoé, Sarah, Anna, Juliette, Eva, Clara, Julia, Lucie, \
                Romane, Louna, Agathe, Jeanne, Ambre, Mila, Rose, Margaux, Charlotte, Léonie, Nina, Élise, Victoria, Lou, Maëlys, Mathilde, \
                Noémie, Lilou, Elsa, Victoire, Anaïs, Louane, Margot, Océane, Clémence, Élisa, Lana, Maëlle, Capucine, Olivia, Lise, Gabrielle, \
                Apolline, Lily, Salomé, Marie, Pauline, Justine, Laura, Mélissa, Héloïse, Célia, Emy, Constance, Elena, Adèle, Lena, Thaïs, \
                Éloïse, Candice, Valentine, Alicia, Roxane, Iris, Emmy, Lisa, Diane, Marion, Clarisse, Solène, Lola-Rose, Anne-Sophie, \
                Eléonore, Flavie, Marie-Lou, Coline, Axelle, Joséphine, Albane, Faustine, Maya, Gabriella, Marine, Julie, Amandine, Noëlie, Ninon",
            boys: "Lucas, Nathan, Gabriel, Louis, Hugo, Léo, Jules, Raphaël, Arthur, Enzo, Ethan, Adam, Paul, Tom, Noah, Théo, Mathis, Maxime, Timéo, \
                Clément, Maël, Antoine, Sacha, Nolan, Thomas, Baptiste, Axel, Alexandre, Robin, Valentin, Victor, Samuel, Matthieu, Gabin, Évan, \
                Simon, Aaron, Martin, Romain, Eliott, Noé, Augustin, Maxence, Quentin, Gaspard, Liam, Kylian, Alexis, Tiago, Adrien, Oscar, \
                Eden, Mathéo, Titouan, Benjamin, Côme, Esteban, Mathieu, Nicolas, Rémi, Loris, Julien, Kévin, Bastien, Tristan, Charles, Corentin, \
                Léandre, Jean-Baptiste, Marius, Simon, Erwan, Dylan, Thibault, Joris, Émile, Florian, Basile, Anatole, Loïc, Pierre, Félix, \
                Guillaume, Louis-Marie, Mathys, Timothée, Ruben, Gaëtan, Lorenzo, Ewen, Malo, Diego, Achille, Jérémy, Anthony, Célestin, Aurélien",
            women: "Stéphanie, Céline, Sandrine, Virginie, Nathalie, Aurélie, Émilie, Valérie, Sophie, Karine, Laetitia, Isabelle, Delphine, Élodie, \
                Julie, Christelle, Caroline, Séverine, Audrey, Laurence, Hélène, Anne, Sabrina, Vanessa, Mélanie, Claire, Amandine, Magali, \
                Cécile, Florence, Marie, Véronique, Sonia, Corinne, Ludivine, Patricia, Emmanuelle, Angélique, Marina, Jennifer, Jessica, Carole, \
                Catherine, Agnès, Béatrice, Gaëlle, Charlotte, Estelle, Frédérique, Anne-Sophie, Marie-Laure, Alexandra, Sylvie, Nadège, Fabienne, \
                Elisabeth, Laure, Muriel, Gwenaëlle, Anne-Laure, Ingrid, Johanna, Marion, Mathilde, Marie-Hélène, Marie-Christine, Pauline, Laura, \
                Élise, Adeline, Barbara, Sarah, Cindy, Nadine, Mylène, Priscilla, Bénédicte, Peggy, Solène, Marie-Claude, Nelly, Anne-Marie, \
                Anaïs, Camille, Myriam, Linda, Coralie, Armelle, Géraldine, Rachel, Noémie, Blandine, Odile, Dominique, Claude, Marlène, Sylvia",
            men: "Sébastien, Christophe, Nicolas, Frédéric, Stéphane, David, Laurent, Julien, Jérôme, Olivier, Cédric, Guillaume, Vincent, Ludovic, \
                Alexandre, Philippe, Éric, Pascal, Mickaël, Thomas, Anthony, Thierry, Romain, Grégory, Fabrice, Arnaud, Benoît, Fabien, Matthieu, \
                Emmanuel, Bruno, Sylvain, Franck, Patrick, François, Yann, Pierre, Jean-François, Gilles, Xavier, Mathieu, Benjamin, Damien, \
                Antoine, Maxime, Jérémy, Denis, Michaël, Yannick, Régis, Samuel, Hervé, Gaël, Marc, Rémi, Cyril, Jonathan, Bertrand, Jean-Philippe, \
                Aurélien, Didier, Jean-Christophe, Dominique, Adrien, Florian, Mathias, Florent, Loïc, Serge, Patrice, Jean-Marc, Erwan, Kévin, \
                Pierre-Yves, Raphaël, Jean-Luc, Michel, Gérald, Alain, Yohan, Gaëtan, Dimitri, Simon, Jean-Michel, Claude, Jean-Pierre, Stanislas, \
                Hugues, Geoffroy, Joël, Christian, Freddy, Tony, Charles, Paul, Quentin, Lionel, Willy, Bastien, Louis",
        },
        OriginWords {
            share: 0.115,
            built: 0.7,
            surnames: "Ben Ali, Belkacem, Saïdi, Haddad, Benali, Mansouri, Brahimi, Bouzid, Hamdi, Amrani, Cherif, Belhadj, Khelifi, Slimani, \
                Ait Ahmed, Bensalem, El Amrani, Bouaziz, Ben Salah, Ziani, Benaïssa, Rahmani, Boukhari, Meziane, Kaci, Toumi, Lakhdar, Ouali, \
                Alaoui, El Idrissi, Benyahia, Boudjema, Guettaf, Zerrouki, Bouchareb, Mokhtari, El Khattabi, Larbi, Djebbar, Hadj Ali, \
                Ben Youssef, Trabelsi, Jebali, Hammami, Ouazzani, Benjelloun, Chaouch, Sahraoui, Messaoudi, Bendjelloul, Ferhat, Kadri, Nasri, \
                Yahiaoui, Abdelli, Bouhadjar, Medjahed, Touati, Taleb, Khaldi, Aouad, Berrada, Tahiri, El Mansour, Gharbi, Chaoui, Bakhti",
            girls: "Inès, Lina, Yasmine, Sarah, Aya, Nour, Assia, Kenza, Lyna, Amina, Maryam, Sirine, Fatima, Chaïma, Aïcha, Imane, Salma, Rania, \
                Hana, Malak, Jannah, Khadija, Syrine, Safia, Nesrine, Asma, Myriam, Wissal, Houda, Hajar, Hafsa, Leïla, Soumaya, Zineb, Ikram, Maïssa",
            boys: "Mohamed, Adam, Rayan, Yanis, Amine, Ilyès, Ibrahim, Youssef, Imran, Ayoub, Naïm, Bilal, Mehdi, Zakaria, Sofiane, Hamza, Walid, \
                Ismaël, Ilyan, Amir, Yassine, Nassim, Wassim, Marwan, Kaïs, Anas, Younès, Idriss, Samy, Abdelkader, Omar, Ali, Ahmed, Haroun, Issam, Zinedine",
            women: "Fatima, Nadia, Samira, Karima, Naïma, Malika, Nora, Leïla, Fatiha, Farida, Khadija, Hanane, Sonia, Souad, Yamina, Rachida, Samia, \
                Zohra, Houria, Linda, Nawal, Ouarda, Aïcha, Dalila, Myriam, Latifa, Hafida, Saliha, Amel, Sabrina, Fouzia, Hayat, Mounia, Fatima-Zohra, Zahra",
            men: "Mohamed, Karim, Ahmed, Rachid, Saïd, Nordine, Abdelkader, Kamel, Hassan, Mustapha, Ali, Farid, Djamel, Samir, Youssef, Khalid, Nabil, \
                Mourad, Abdallah, Brahim, Hakim, Omar, Hamid, Toufik, Mehdi, Jamel, Mohammed, Abderrahmane, Ismaël, Fouad, Abdelaziz, Lahcen, El Hadi, Tarek, Redouane",
        },
        OriginWords {
            share: 0.04,
            built: 0.5,
            surnames: "Diallo, Traoré, Coulibaly, Camara, Keïta, Diarra, Konaté, Sissoko, Touré, Diop, Ndiaye, Cissé, Bah, Barry, Sow, Ba, Kanté, Fofana, \
                Koné, Sylla, Sy, Dembélé, Doumbia, Sidibé, Fall, Sarr, Mendy, Gomis, Kouassi, N'Guessan, Bamba, Ouattara, Diaby, Soumaré, Kébé, \
                N'Diaye, M'Baye, Nzamba, Makiese, Mbemba, Ngoma, Tchoumi, Nkoulou, Dramé, Wagué, Gassama, Yattara, Sacko, Niakaté, Bakayoko",
            girls: "Aminata, Fatoumata, Mariam, Aïssatou, Kadiatou, Awa, Hawa, Maïmouna, Fanta, Oumou, Binta, Coumba, Mariama, Assa, Djénéba, Grâce, Naomi, Ruth, Fatou, Astou",
            boys: "Mamadou, Ibrahima, Moussa, Amadou, Abdoulaye, Ousmane, Issa, Boubacar, Cheick, Mohamed, Ismaël, Souleymane, Modibo, Adama, Sékou, Demba, Bakary, Alassane, Samuel, Emmanuel",
            women: "Aminata, Fatoumata, Mariam, Aïssatou, Kadiatou, Awa, Hawa, Maïmouna, Fanta, Oumou, Ramatoulaye, Coumba, Mariama, Assa, Djénéba, Adjoa, Rokhaya, Sira, Fatou, Astou",
            men: "Mamadou, Ibrahima, Moussa, Amadou, Abdoulaye, Ousmane, Issa, Boubacar, Cheick, Mohamed, Lassana, Souleymane, Modibo, Adama, Sékou, Demba, Bakary, Alassane, Samba, Emmanuel",
        },
        OriginWords {
            share: 0.025,
            built: 0.5,
            surnames: "Yılmaz, Kaya, Demir, Şahin, Çelik, Yıldız, Öztürk, Aydın, Özdemir, Arslan, Doğan, Kılıç, Aslan, Çetin, Kara, Koç, Kurt, Özkan, Şimşek, \
                Polat, Korkmaz, Çakır, Erdoğan, Güneş, Yıldırım, Bulut, Güler, Karaca, Ünal, Tekin",
            girls: "Elif, Zeynep, Ecrin, Dilara, Esma, Melisa, Ela, Azra, Sude, Eda, Büşra, Nisa, Sümeyye, Havva, Ceylin, Beyza",
            boys: "Emir, Yusuf, Mehmet, Ali, Eren, Emre, Enes, Ömer, Kerem, Furkan, Mustafa, Hüseyin, Batuhan, Deniz, Arda, Burak",
            women: "Fatma, Ayşe, Emine, Hatice, Zeynep, Elif, Meryem, Sevgi, Songül, Özlem, Gülşen, Hülya, Esra, Yasemin, Filiz, Derya",
            men: "Mehmet, Mustafa, Ahmet, Ali, Hüseyin, Hasan, İbrahim, Murat, Osman, Yusuf, Ramazan, Ömer, Süleyman, Orhan, Erkan, Bayram",
        },
        OriginWords {
            share: 0.065,
            built: 0.55,
            surnames: "Da Silva, Dos Santos, Pereira, Ferreira, Fernandes, Rodrigues, Gonçalves, Gomes, Lopes, Martins, Garcia, Martinez, Alves, Ribeiro, \
                Pinto, De Oliveira, Carvalho, Teixeira, Sanchez, Lopez, Perez, Gonzalez, Moreira, Da Costa, Marques, Hernandez, Ruiz, Rossi, Russo, Ferrari, \
                Esposito, De Sousa, Mendes, Antunes, Ramos, Romano, Gallo, Conti, Muñoz, Torres, Ortega, Moreno, Da Cunha, Figueiredo, Correia, Di Marco, D'Angelo, Lombardi",
            girls: "Inês, Léa, Lara, Sofia, Maria, Lola, Elena, Carla, Clara, Chiara, Giulia, Luna, Mia, Leticia, Beatriz, Carolina, Mariana, Ana, Lucia, Alba",
            boys: "Tiago, Lucas, Hugo, Diego, Rafael, Enzo, Matteo, Lorenzo, Leandro, Diogo, Pablo, Luca, Alessio, João, Miguel, Gonçalo, Mateo, Marco, Fabio, Sandro",
            women: "Maria, Paula, Sandra, Carla, Isabel, Ana, Sonia, Cristina, Carmen, Sofia, Elisabete, Fernanda, Anabela, Rosa, Laura, Patricia, Maria-José, Natalia, Angela, Monica",
            men: "José, Antonio, Manuel, Carlos, Paulo, Luis, João, Fernando, David, Jorge, Miguel, Bruno, Sergio, Marco, Nuno, Giuseppe, Salvatore, Francisco, Pedro, Rui",
        },
        OriginWords {
            share: 0.02,
            built: 0.1,
            surnames: "Nguyen, Tran, Le, Pham, Chen, Wang, Huynh, Li, Zhang, Phan, Liu, Vu, Hoang, Wu, Lin, Yang, Huang, Bui, Zhou, Do, Xu, Ly, Vang, Xiong, Dang, Ho, Sok, Chea, Kim, Lim, Truong, Lam",
            girls: "Linh, Mai, Anna, Lili, Emma, Léa, Thi, Mei, Lan, Kim, Sophie, My-Linh, Xin Yi, Alice, Jia, Hoa",
            boys: "Minh, Kevin, Tuan, David, Hao, Long, Anh, Lucas, Wei, Jun, Thanh, Bao, Kim, Yi, Eric, Jia Hao",
            women: "Thi Hong, Lan, Mai, Thi Thu, Hoa, Ling, Xiu, Kim, Thi, Phuong, Li, Yan, Hong, Sophie, Mei, Ngoc",
            men: "Van Minh, Tuan, Thanh, Hai, Jian, Wei, Quang, Van, Hung, Long, Duc, Jun, Ming, Xavier, Anh, Son",
        },
        OriginWords {
            share: 0.02,
            built: 0.5,
            surnames: "Kowalski, Nowak, Wójcik, Kowalczyk, Lewandowski, Popov, Ivanov, Petrović, Horvat, Popescu, Ionescu, Smith, Johnson, Taylor, Nikolić, \
                Krasniqi, Berisha, Gashi, Sargsyan, Petrosyan, Wiśniewski, Dąbrowski, Szymański, Novak, Dvořák, Kovačević, Marković, Brown",
            girls: "Anastasia, Julia, Maria, Zofia, Natalia, Emily, Daria, Elena, Milena, Arta, Nare, Sofia, Anna, Ioana, Ksenia, Emma",
            boys: "Alexandre, Maxim, Luka, Jakub, Ivan, Andrei, David, Oliver, Arben, Stefan, Nikola, Artur, Daniel, Mateusz, James, Filip",
            women: "Anna, Elena, Olga, Irina, Katarzyna, Agnieszka, Natalia, Maria, Mirela, Jelena, Anahit, Ewa, Sarah, Valbona, Svetlana, Ana",
            men: "Andrzej, Alexandre, Ivan, Piotr, Sergueï, Dragan, Mihai, Artur, Marek, Arben, Krzysztof, Vladimir, John, Adrian, Goran, Stefan",
        },
    ],
    tails: &[
        TailWords {
            share: 0.5,
            starts: "Beau, Bois, Bour, Brun, Cham, Char, Chau, Cler, Cor, Cour, Dam, Dou, Fau, Fleur, Font, Four, Gal, Gar, Gaud, Ger, Grand, Guil, Hau, Jac, \
                Lam, Lan, Mail, Mar, Mon, Mor, Mou, Pel, Per, Pin, Poi, Ram, Ren, Ro, Rous, Sau, Ser, Tail, Thi, Tour, Val, Vau, Ver, Vi, Bar, Ber, Bou, \
                Bre, Cail, Can, Del, Du, Es, Fer, Fro, Go, Gri, Hen, Her, Jou, La, Le, Mé, Né, Pré, Qué, Sé, Bé",
            middles: ", b, ch, d, g, l, m, n, r, s, t, v, ll, nn, tt, gn, ss, rd, nd, ber, mon, lan, ven, rin, ton, cel, don, man",
            ends: "ard, aud, ault, eau, et, ette, ier, ière, in, ot, on, oux, at, euil, ois, y, elle, ain, aut, el, eron, illon, illard, onnet, ereau, inet, ouin, é, ais, er",
            articles: "Le, De, La, Du, Des, De la, d'",
            article_share: 0.035,
        },
        TailWords {
            share: 0.14,
            starts: "Ker, Pen, Tré, Gué, Guen, Plou, Lan, Cos, Ros, Mor, Bré, Cor, Quer, Hel, Car, Jé, Kerv, Kerm, Coat, Gou, Loz, Rou, Tan, Mad, Bi, Caër",
            middles: ", a, e, o, ba, bo, de, do, ga, gue, lé, ma, mel, na, nan, ra, ré, so, va, véno, ou, mé, lo, zé, ri",
            ends: "c, dec, drec, gan, guen, han, hen, lec, llec, lou, mor, nec, nic, ouët, rec, rien, roc'h, sac, uel, vas, ven, zec, zou, ouarn, ic, oc'h",
            articles: "Le, Le, Le, L'",
            article_share: 0.28,
        },
        TailWords {
            share: 0.16,
            starts: "Cassa, Peyr, Font, Lac, Cab, Bar, Bel, Cas, Cant, Delp, Esc, Fab, Gal, Lab, Las, Mas, Mir, Mont, Pal, Pech, Puj, Roq, Rou, Sal, Sou, Tar, Vay, Ving, Gaz, Cam, Rig, Dom",
            middles: ", a, ag, al, am, an, ar, as, av, el, en, er, es, ign, il, in, ol, on, ou, our, us, erg, iss, at",
            ends: "ac, ade, ague, al, argue, as, asse, at, ayre, ebes, enc, ens, ergue, ès, esque, et, ié, iès, ol, ols, ou, ous, ued, uès, ieu, eyre, aud",
            articles: "La, De, Las",
            article_share: 0.03,
        },
        TailWords {
            share: 0.12,
            starts: "Hoff, Kirch, Stein, Wald, Berg, Brand, Eich, Feld, Frey, Gross, Haas, Hart, Herr, Holtz, Kauf, Kess, Kuhn, Lang, Lutz, Ober, Reich, Ritt, Roth, Sch, Schl, Schn, Schw, Stroh, Sutt, Wein, Witt, Zimm",
            middles: ", e, el, en, er, i, in, ing, em, lin, in, ell, ett, itt, ack, ei, au, o, ur, ass",
            ends: "mann, er, bach, berger, meyer, müller, stein, ler, ner, ling, el, hardt, heim, holtz, hoffer, inger, ecker, mer, rich, ert, lé, y, haus, ig",
            articles: "Von",
            article_share: 0.004,
        },
        TailWords {
            share: 0.08,
            starts: "Vande, Deb, Dec, Del, Des, Dew, Lef, Lec, Ver, Vans, Van, Bul, Coc, Den, Duq, Fla, Goos, Hau, Maer, Pop, Tit, Wal, Wat, Bou, Cre, Car",
            middles: ", a, ae, e, en, er, eu, i, o, oe, ou, r, la, le, me, ne, re, sse, ste, velde, bro",
            ends: "aere, ain, art, au, beke, berghe, brouck, cq, ck, court, eele, en, essche, et, ez, hem, lynck, mans, noy, poorter, que, ville, voorde, x, ynck",
            articles: "De, Van, Van den, Van der",
            article_share: 0.1,
        },
    ],
    girls_tail: (
        "Ly, Ma, Ké, Lé, Na, No, Sha, Ti, Lou, Ela, Chlo, Ina, Ja, Ka, Lia, Mé, Nao, Océ, Ro, Sha, Sté, Thé, Va, Yse, Zé, Ali, Ama, Anna, Dé, Fé, Gwen, Héli, Joy, Kim, Lau, Man, Nel, Ori, Pé, Sol",
        ", li, ri, na, lou, ly, lé, ma, né, vi, ya, a, e, ki, ro",
        "na, lie, nie, lya, ana, anne, elle, ée, ia, ie, ine, ise, lys, nah, ra, rine, sa, tie, ssa, yne, ëlle, ane, lia, line",
    ),
    boys_tail: (
        "Ay, Ba, Ca, Da, E, Fa, Gaë, Ha, I, Jo, Ka, Ky, La, Lé, Li, Lo, Ma, Mé, Na, No, O, Ra, Ré, Ru, Sa, Sé, Ta, Té, Thé, Ti, Ty, U, Va, Wa, Yo, Za, Ze, Au, Bé, Ma",
        ", ba, da, la, li, ma, me, na, ri, ro, sa, thi, va, li, no",
        "ël, an, as, den, do, el, en, éo, han, ian, ïs, lan, lys, nn, no, on, rick, rius, s, son, than, tin, yan, vin",
    ),
    compound_second: (
        "Anne, Claire, Rose, Lou, Laure, Line, Sophie, Hélène, Marie, Ange, Lise, Louise",
        "Baptiste, Marie, Pierre, Luc, Henri, Paul, Yves, Antoine, Loup, Charles, Noël, Marc",
    ),
    compound_share: 0.012,
};
